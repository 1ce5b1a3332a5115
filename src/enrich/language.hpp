// Which language a text is written in: plain English by its words, all else by CLD2.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::enrich {

struct Words;

// Of a text are read: first so many bytes, after which CLD2 mostly is sure; where it is not, up to
// so many, after which more tells nothing new.
inline constexpr std::size_t language_sample_bytes = 384;
inline constexpr std::size_t language_bytes_max = 16'384;

// ISO 639-1 where there is a code, else 639-3; "und" where CLD2 is not sure.
//   text   well-formed UTF-8
std::string detect_language(std::string_view text);

// Whether a tenth of the words are frequent in English and hardly words elsewhere, several
// different ones: then CLD2, which takes thirty times as long, need not be asked.
bool is_plainly_english(const Words& words);

}  // namespace ingestd::enrich
