// What a text is about, in its own words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "words.hpp"

namespace ingestd::enrich {

inline constexpr std::size_t keywords_max = 8;
inline constexpr std::size_t phrase_words_max =
    4;  // a longer row of words is no term, but a list or a name

// At most keywords_max, most telling first, lower case, none twice.
// English by RAKE (Rose et al. 2010): phrases between stop words and punctuation, each word worth
// its degree by its frequency. Other languages: the most frequent longer words.
std::vector<std::string> find_keywords(const Words& words, std::string_view language);

}  // namespace ingestd::enrich
