// How hard a text is to read.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "words.hpp"

namespace ingestd::enrich {

// 100 is easy, 0 hard, to one decimal. Syllables are counted by rule, which is right for some nine
// words in ten.
//   nullopt  another language than English and German, fewer than 50 words, or no prose: rows of
//            figures, no sentences
//   source   Flesch 1948, "A new readability yardstick"; for German Amstad 1978, "Wie verständlich
//            sind unsere Zeitungen?"
std::optional<double> reading_ease(const Words& words, std::string_view language);

// In lower case.
std::uint32_t english_syllables(std::string_view word);
std::uint32_t german_syllables(std::string_view word);

}  // namespace ingestd::enrich
