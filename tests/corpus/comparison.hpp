// How the corpus compares: what people see as the same text is the same.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::corpus {

// NFKC, without soft hyphens and marks of direction and joining, white space as single spaces.
std::string normalized(std::string_view text);

// Whether `fact` stands in `text` (both normalized). A fact that ends in a hyphen was cut at a
// line's end: then its text without the last word counts.
bool holds(std::string_view text, std::string_view fact);

// Whether something stands in `text` that is made of `fact` by edits of at most a tenth of its
// characters: what was read from pixels need not be right to the letter.
bool nearly_holds(std::string_view text, std::string_view fact);

}  // namespace ingestd::corpus
