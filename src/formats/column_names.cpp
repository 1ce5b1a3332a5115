#include "column_names.hpp"

#include <algorithm>
#include <cctype>

#include "block_writer.hpp"

namespace ingestd::formats {

bool is_number(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isdigit(c) != 0 || c == '.' || c == ',' || c == '-' || c == '+' || c == '%' ||
               c == ' ';
    });
}

bool are_column_names(const std::vector<std::string>& cells) {
    return cells.size() > 1 && std::none_of(cells.begin(), cells.end(), [](const auto& cell) {
               return is_number(trimmed(cell));
           });
}

}  // namespace ingestd::formats
