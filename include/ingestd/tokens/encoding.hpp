// How many tokens OpenAI's models read in a text, exactly.
#pragma once

#include <cstdint>
#include <string_view>

namespace ingestd::tokens {

// A byte-pair encoding: a text is parted into words by fixed rules, and within a word the pair of
// neighbours that comes first in the encoding's table is joined until none is in it.
//   thread  any, at the same time
class Encoding {
public:
    Encoding() = default;
    Encoding(const Encoding&) = delete;
    Encoding& operator=(const Encoding&) = delete;
    virtual ~Encoding() = default;

    // As OpenAI's tiktoken counts. What looks like a special token ("<|endoftext|>") is text like
    // any other. Time: n log n in the longest word, linear in the words.
    //   text  well-formed UTF-8
    virtual std::uint32_t count_tokens(std::string_view text) const = 0;
};

// Whether this build has the table of "o200k_base" or "cl100k_base". Cheap.
bool has_encoding(std::string_view name);

// The encoding of that name; null where has_encoding() is false. The first call makes its table
// (some 20 ms, 5 MiB), which stays. Valid to the end of the process.
//   thread  any
const Encoding* find_encoding(std::string_view name);

}  // namespace ingestd::tokens
