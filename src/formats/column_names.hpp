// Whether a table's first row names its columns. Private to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ingestd::formats {

// Digits with what stands between and around them; also when there is nothing at all.
bool is_number(std::string_view text);

// Column names are words; a number or a gap in the first row makes it data, and one cell alone
// names nothing.
bool are_column_names(const std::vector<std::string>& cells);

}  // namespace ingestd::formats
