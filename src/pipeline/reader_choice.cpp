#include "reader_choice.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <ingestd/chunk/token_count.hpp>
#include <ingestd/embed/token_counting.hpp>

namespace ingestd::pipeline {
namespace {

DocumentFailure unknown_tokenizer(Tokenizer asked, const embed::Embedder* embedder) {
    std::string why = "This build has no table of " + std::string{to_string(asked)} + ".";
    if (asked == Tokenizer::embedder) {
        const auto name =
            embedder == nullptr ? std::string{no_embedder} : embedder->identity().name;
        why = "Tokens were to be counted as the embedder counts them, but \"" + name +
              "\" has no tokenizer.";
    }
    return {
        .code = "tokenizer_unknown",
        .detail = why + " Upload with another options.chunking.tokenizer.",
        .stage = Stage::chunk};
}

// Of what the embedder would cut off it says so many more than fit: a hard bound by both.
chunk::TokenCounter bounded_by(
    chunk::TokenCounter counter,
    const embed::TokenCounter& own,
    const ChunkingOptions& options,
    std::uint32_t read_max
) {
    const bool takes_all = options.strategy == ChunkingStrategy::none;
    const auto most = takes_all ? read_max : std::min(options.max_tokens, read_max);
    if (!counter) counter = chunk::count_tokens;
    return [counter = std::move(counter), &own, most, read_max](std::string_view text) {
        const auto tokens = counter(text);
        const auto read = own.count_tokens(text);
        return read > read_max ? std::max(tokens, most + (read - read_max)) : tokens;
    };
}

}  // namespace

ReaderChoice choose_reader(const ChunkingOptions& options, const embed::Embedder* embedder) {
    auto counter = embed::find_token_counter(options.tokenizer, embedder);
    if (!counter) return {.refusal = unknown_tokenizer(*options.tokenizer, embedder)};
    chunk::Reader reader{.counter = std::move(*counter)};
    const auto* const own = embedder == nullptr ? nullptr : embedder->token_counter();
    const auto identity = embedder == nullptr ? embed::Identity{} : embedder->identity();
    const auto by_default = own == nullptr ? Tokenizer::estimate : Tokenizer::embedder;
    const auto tokenizer = options.tokenizer.value_or(by_default);
    if (identity.max_tokens > 0) {
        reader.max_tokens = std::min(reader.max_tokens, identity.max_tokens);
        if (own != nullptr && tokenizer != Tokenizer::embedder)
            reader.counter =
                bounded_by(std::move(reader.counter), *own, options, reader.max_tokens);
    }
    auto cut_by = chunk::cut_version() + ' ' + std::string{to_string(tokenizer)} + ' ' +
                  std::to_string(reader.max_tokens);
    if (own != nullptr) cut_by += ' ' + identity.model;
    return {.reader = std::move(reader), .cut_by = std::move(cut_by)};
}

}  // namespace ingestd::pipeline
