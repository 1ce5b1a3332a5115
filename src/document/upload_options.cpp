#include <algorithm>
#include <array>

#include <ingestd/document/upload_options.hpp>

namespace ingestd {
namespace {

constexpr std::array<std::string_view, 5> strategy_words = {
    "structure", "sentence", "fixed", "page", "none"};
constexpr std::array<std::string_view, 4> tokenizer_words = {
    "estimate", "o200k_base", "cl100k_base", "embedder"};
constexpr std::array<std::string_view, 2> visibility_words = {"progressive", "atomic"};
constexpr std::array<std::string_view, 3> on_same_key_words = {"replace", "keep", "skip"};

template <class Enum, std::size_t N>
std::optional<Enum> find_word(const std::array<std::string_view, N>& words, std::string_view word) {
    for (std::size_t i = 0; i < N; ++i) {
        if (words[i] == word) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

std::string join(const std::vector<std::string>& words, char between) {
    std::string joined;
    for (const auto& word : words) {
        if (&word != &words.front()) joined += between;
        joined += word;
    }
    return joined;
}

std::vector<std::string> split(std::string_view joined, char between) {
    std::vector<std::string> words;
    while (!joined.empty()) {
        const auto end = std::min(joined.find(between), joined.size());
        words.emplace_back(joined.substr(0, end));
        joined.remove_prefix(std::min(end + 1, joined.size()));
    }
    return words;
}

}  // namespace

std::string_view to_string(ChunkingStrategy strategy) {
    return strategy_words.at(static_cast<std::size_t>(strategy));
}
std::optional<ChunkingStrategy> parse_chunking_strategy(std::string_view word) {
    return find_word<ChunkingStrategy>(strategy_words, word);
}
std::string_view to_string(Tokenizer tokenizer) {
    return tokenizer_words.at(static_cast<std::size_t>(tokenizer));
}
std::optional<Tokenizer> parse_tokenizer(std::string_view word) {
    return find_word<Tokenizer>(tokenizer_words, word);
}
std::string_view to_string(Visibility visibility) {
    return visibility_words.at(static_cast<std::size_t>(visibility));
}
std::string_view to_string(OnSameKey on_same_key) {
    return on_same_key_words.at(static_cast<std::size_t>(on_same_key));
}
std::optional<Visibility> parse_visibility(std::string_view word) {
    return find_word<Visibility>(visibility_words, word);
}
std::optional<OnSameKey> parse_on_same_key(std::string_view word) {
    return find_word<OnSameKey>(on_same_key_words, word);
}

bool is_ocr_language(std::string_view name) {
    return name.size() >= 3 && name.size() <= ocr_language_bytes_max &&
           std::ranges::all_of(name, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
           });
}

std::string join_ocr_languages(const std::vector<std::string>& languages) {
    return join(languages, '+');
}
std::vector<std::string> split_ocr_languages(std::string_view joined) {
    return split(joined, '+');
}

std::string join_enrichers(const std::vector<std::string>& names) {
    return join(names, ',');
}
std::vector<std::string> split_enrichers(std::string_view joined) {
    return split(joined, ',');
}

}  // namespace ingestd
