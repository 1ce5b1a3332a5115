#include "text_position.hpp"

#include <algorithm>

namespace ingestd::formats {

std::string line_and_column(std::string_view text, std::size_t bytes_read) {
    const auto before = text.substr(0, bytes_read > 0 ? bytes_read - 1 : 0);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto line_start = before.rfind('\n');
    const auto column = before.size() - (line_start == before.npos ? 0 : line_start + 1) + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

}  // namespace ingestd::formats
