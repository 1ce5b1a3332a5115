// How many tokens a text has, as `max_tokens` means it.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace ingestd::chunk {

// An estimate close to what byte-pair tokenizers of language models give, and never below one for
// text that holds anything: a word of letters counts one for each started 4 (ASCII) or 2 (other)
// letters, a run of digits one for each started 3, each other mark and each CJK character one;
// white space counts nothing.
// Additive at word boundaries; deterministic.
std::uint32_t count_tokens(std::string_view text);

// How many tokens a tokenizer has for well-formed text: always the same for the same text, at most
// tokens_per_byte_max for each byte, in little more time than reading takes. What is put together
// may have more or fewer tokens than its parts.
using TokenCounter = std::function<std::uint32_t(std::string_view)>;

inline constexpr std::uint64_t tokens_per_byte_max = 2;

}  // namespace ingestd::chunk
