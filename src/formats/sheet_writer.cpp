#include "sheet_writer.hpp"

#include <algorithm>
#include <limits>

#include <ingestd/formats/limits.hpp>

#include "column_names.hpp"

namespace ingestd::formats {
namespace {

// A wider gap is no table, and would be a cheap way to fill memory with separators.
constexpr std::size_t gap_columns_max = 32;

// A table may begin in a column behind that of the line above it.
std::vector<std::string> without_lead(const std::vector<std::string>& cells) {
    const auto first =
        std::find_if(cells.begin(), cells.end(), [](const auto& cell) { return !cell.empty(); });
    return {first, cells.end()};
}

}  // namespace

void SheetWriter::begin_sheet(std::string_view name, std::uint32_t number) {
    writer_.set_page(number);
    writer_.begin_table();
    name_ = name;
    is_named_ = false;
    may_be_header_ = true;
    next_row_ = 0;
    first_column_ = std::numeric_limits<std::size_t>::max();
    cells_.clear();
}

void SheetWriter::add_cell(std::size_t column, std::string_view text, bool is_text) {
    text = trimmed(text);
    if (text.empty()) return;
    if (cells_.empty()) {
        first_column_ = std::min(first_column_, column);
        next_column_ = first_column_;
        is_all_text_ = true;
        filled_ = 0;
        row_bytes_ = 0;
    }
    if (row_bytes_ + text.size() > gathered_bytes_max) {
        write_row();
        next_column_ = column;
        row_bytes_ = 0;
    }
    const auto gap = column > next_column_ ? column - next_column_ : 0;
    cells_.resize(cells_.size() + (gap > gap_columns_max ? 1 : gap));
    next_column_ = column + 1;
    is_all_text_ = is_all_text_ && is_text;
    ++filled_;
    auto& cell = cells_.emplace_back(text);
    std::replace(cell.begin(), cell.end(), '\n', ' ');
    row_bytes_ += text.size() + gap;
}

void SheetWriter::end_row(std::uint64_t row) {
    if (cells_.empty()) return;
    if (row != next_row_) writer_.begin_table();
    next_row_ = row + 1;
    write_row();
}

void SheetWriter::write_row() {
    if (!is_named_) {
        writer_.heading(1, name_);
        is_named_ = true;
    }
    const bool is_header = may_be_header_ && is_all_text_ && are_column_names(without_lead(cells_));
    writer_.row(cells_, is_header);
    if (filled_ > 1) may_be_header_ = false;
    cells_.clear();
}

}  // namespace ingestd::formats
