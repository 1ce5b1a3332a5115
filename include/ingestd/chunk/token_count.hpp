// How many tokens a text has, as `max_tokens` means it while no embedder brings its own tokenizer.
#pragma once

#include <cstdint>
#include <string_view>

namespace ingestd::chunk {

// An estimate close to what byte-pair tokenizers of language models give, and never below one for
// text that holds anything: a word of letters counts one for each started 4 (ASCII) or 2 (other)
// letters, a run of digits one for each started 3, each other mark and each CJK character one;
// white space counts nothing.
// Additive at word boundaries; deterministic.
std::uint32_t count_tokens(std::string_view text);

}  // namespace ingestd::chunk
