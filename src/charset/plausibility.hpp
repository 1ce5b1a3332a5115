// How much a decoded text reads like something a person wrote. Private to the room.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::charset {

// Judges the characters that are not ASCII, since only they depend on the encoding.
//   -1  nothing there makes sense    1  every letter stands beside letters of its own script
// An undecodable byte (U+FFFD) weighs as much as several letters.
double plausibility(std::string_view text);

// `bytes` read in `encoding`, for judging it.
std::string read_as(std::string_view encoding, std::string_view bytes);

}  // namespace ingestd::charset
