// Text of a PDF in the order in which it is read. Private to the room.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::formats {

bool reads_rightward(char32_t code);
bool reads_leftward(char32_t code);

// UTF-8 of characters that are given from left to right. What is read leftward is turned around,
// ligatures become their letters, control characters go.
//   is_leftward  the page is read from right to left
std::string logical_text(std::u32string_view shown, bool is_leftward);

}  // namespace ingestd::formats
