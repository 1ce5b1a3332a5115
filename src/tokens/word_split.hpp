// Where a byte-pair encoding parts a text before it looks for tokens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ingestd::tokens {

// The rules are published as regular expressions; these are the same ones, written as a scan.
//   cl100k  a contraction | [mark] letters | 1-3 digits | [space] marks, line ends | white space
//   o200k   the same, but a word begins anew where a capital follows a small letter, combining
//           marks are letters, a contraction stays with its word, and '/' may follow line ends
enum class SplitRules : std::uint8_t { cl100k, o200k };

// The end of the word that begins at `at`.
//   REQUIRES: `text` is well-formed UTF-8; at < text.size() is where a word begins
std::size_t find_word_end(SplitRules rules, std::string_view text, std::size_t at);

}  // namespace ingestd::tokens
