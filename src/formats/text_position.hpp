// Where in a text something is wrong, for a person. Private to the room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ingestd::formats {

// "line 3, column 14", both from 1.
//   bytes_read  up to and including the byte that is wrong
std::string line_and_column(std::string_view text, std::size_t bytes_read);

}  // namespace ingestd::formats
