#include "variants.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "stop_words.hpp"

namespace ingestd::index {
namespace {

// One of more parts is a key or a number in disguise.
constexpr std::size_t parts_max = 3;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Letters and digits apart, by spaces; empty where there are not both, or too many parts.
std::string apart(std::string_view word) {
    std::string parts;
    std::size_t count = 1;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (i > 0 && is_digit(word[i]) != is_digit(word[i - 1])) {
            parts += ' ';
            ++count;
        }
        parts += word[i];
    }
    return count > 1 && count <= parts_max ? parts : std::string{};
}

// Two numbers are another number, and what says nothing makes other words of those beside it.
bool may_be_one(const AskedWord& word, const AskedWord& next, std::string_view languages) {
    return word.is_by_next && !(is_digit(word.text.back()) && is_digit(next.text.front())) &&
           !is_stop_word(word.text, languages) && !is_stop_word(next.text, languages);
}

}  // namespace

void add_variant(
    QueryTerms& terms, QueryTerm written_otherwise, const std::vector<std::string_view>& keys
) {
    auto& variant = written_otherwise;
    const auto is_same = [&](const QueryTerm& term) { return term.key == variant.key; };
    if (terms.variants.size() >= variants_max || std::ranges::any_of(terms.variants, is_same))
        return;
    std::vector<std::size_t> slots;
    for (std::size_t slot = 0; slot < terms.wanted.size(); ++slot) {
        const auto& wanted = terms.wanted[slot];
        const bool stands_for = std::ranges::any_of(keys, [&](std::string_view key) {
            return !wanted.is_prefix && wanted.key.size() == key.size() + 1 &&
                   wanted.key.starts_with(key);
        });
        if (stands_for) slots.push_back(slot);
    }
    if (slots.empty()) return;
    variant.share = variant_share;
    variant.slots = std::move(slots);
    terms.variants.push_back(std::move(variant));
}

void add_spellings(QueryTerms& terms, std::string_view languages, const WordsTokenizer& tokenizer) {
    const auto add = [&](std::string_view text, const std::vector<std::string_view>& keys) {
        if (auto term = to_one_term(text, languages, tokenizer))
            add_variant(terms, std::move(*term), keys);
    };
    const auto& words = terms.in_order;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (const auto parts = apart(words[i].text); !parts.empty()) add(parts, {words[i].key});
        if (i + 1 < words.size() && may_be_one(words[i], words[i + 1], languages))
            add(words[i].text + words[i + 1].text, {words[i].key, words[i + 1].key});
    }
}

}  // namespace ingestd::index
