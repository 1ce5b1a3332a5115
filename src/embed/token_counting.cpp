#include <ingestd/embed/token_counting.hpp>
#include <ingestd/tokens/encoding.hpp>

namespace ingestd::embed {
namespace {

bool is_encoding(Tokenizer tokenizer) {
    return tokenizer == Tokenizer::o200k_base || tokenizer == Tokenizer::cl100k_base;
}

}  // namespace

std::optional<CountTokens> find_token_counter(
    std::optional<Tokenizer> asked, const Embedder* embedder
) {
    const auto* const own = embedder == nullptr ? nullptr : embedder->token_counter();
    const auto named = asked.value_or(own == nullptr ? Tokenizer::estimate : Tokenizer::embedder);
    if (named == Tokenizer::estimate) return CountTokens{};
    if (named == Tokenizer::embedder) {
        if (own == nullptr) return std::nullopt;
        return [own](std::string_view text) { return own->count_tokens(text); };
    }
    const auto* const encoding = tokens::find_encoding(to_string(named));
    if (encoding == nullptr) return std::nullopt;
    return [encoding](std::string_view text) { return encoding->count_tokens(text); };
}

bool is_in_this_build(Tokenizer tokenizer) {
    return !is_encoding(tokenizer) || tokens::has_encoding(to_string(tokenizer));
}

}  // namespace ingestd::embed
