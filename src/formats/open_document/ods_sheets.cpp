#include "ods_sheets.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <ingestd/formats/limits.hpp>

namespace ingestd::formats {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t places_max = 1U << 24;  // of rows and columns; LibreOffice has 1,048,576 rows

// Comments, drawings, old values under change tracking, other documents' cells, readings.
constexpr std::array left_out{
    "office:annotation"sv,
    "table:shapes"sv,
    "table:tracked-changes"sv,
    "table:dde-links"sv,
    "office:forms"sv,
    "text:ruby-text"sv,
};

std::size_t times(const XmlAttributes& attributes, std::string_view name) {
    std::size_t number = 1;
    const auto text = attributes[name];
    std::from_chars(text.data(), text.data() + text.size(), number);
    return std::clamp<std::size_t>(number, 1, places_max);
}

// "2024-02-29T13:45:00" → "2024-02-29 13:45": seconds only where there are some.
std::string date_text(std::string_view value) {
    std::string date{value.substr(0, value.find('.'))};
    std::replace(date.begin(), date.end(), 'T', ' ');
    if (date.size() == 19 && date.ends_with(":00")) date.resize(16);
    return date;
}

std::string stored_value(const XmlAttributes& attributes) {
    const auto type = attributes["office:value-type"];
    if (type == "float") return std::string{attributes["office:value"]};
    if (type == "date") return date_text(attributes["office:date-value"]);
    if (type == "boolean") return attributes["office:boolean-value"] == "true" ? "TRUE" : "FALSE";
    return {};
}

}  // namespace

bool OdsSheets::start(std::string_view element, const XmlAttributes& attributes) {
    if (std::find(left_out.begin(), left_out.end(), element) != left_out.end()) return false;
    if (element.starts_with("draw:")) return false;
    if (element == "table:table") {
        return begin_sheet(attributes);
    } else if (element == "table:table-row") {
        begin_row(attributes);
    } else if (element == "table:table-cell" || element == "table:covered-table-cell") {
        begin_cell(attributes);
    } else if (element == "text:p") {
        ++paragraph_depth_;
        if (!cell_.text.empty()) cell_.text += ' ';
    } else if (element == "text:s" || element == "text:tab" || element == "text:line-break") {
        text(" ");
    }
    return true;
}

// A table inside of a cell is none of the sheets.
bool OdsSheets::begin_sheet(const XmlAttributes& attributes) {
    if (is_in_sheet_) return false;
    is_in_sheet_ = true;
    row_ = 0;
    writer_.begin_sheet(attributes["table:name"], ++sheets_);
    return true;
}

void OdsSheets::begin_row(const XmlAttributes& attributes) {
    row_times_ = times(attributes, "table:number-rows-repeated");
    column_ = 0;
    cells_.clear();
    row_bytes_ = 0;
}

void OdsSheets::begin_cell(const XmlAttributes& attributes) {
    const auto type = attributes["office:value-type"];
    is_in_cell_ = true;
    value_ = stored_value(attributes);
    cell_ = {
        .column = column_,
        .times = times(attributes, "table:number-columns-repeated"),
        .text = {},
        .is_text = type.empty() || type == "string"};
    column_ = std::min(column_ + cell_.times, places_max);
}

void OdsSheets::text(std::string_view text) {
    if (!is_in_cell_ || paragraph_depth_ == 0 || cell_.text.size() > gathered_bytes_max) return;
    auto& all = cell_.text;
    for (const char c : text) {
        const bool is_space = " \t\r\n"sv.find(c) != std::string_view::npos;
        if (!is_space) all += c;
        if (is_space && !all.empty() && all.back() != ' ') all += ' ';
    }
}

void OdsSheets::end(std::string_view element) {
    if (element == "text:p") {
        --paragraph_depth_;
    } else if (element == "table:table-cell" || element == "table:covered-table-cell") {
        end_cell();
    } else if (element == "table:table-row") {
        end_row();
    } else if (element == "table:table") {
        is_in_sheet_ = false;
    }
}

void OdsSheets::end_cell() {
    is_in_cell_ = false;
    if (!value_.empty()) cell_.text = value_;
    if (trimmed(cell_.text).empty()) return;
    if (row_bytes_ > gathered_bytes_max) {
        write_row();
        cells_.clear();
        row_bytes_ = 0;
    }
    row_bytes_ += cell_.text.size();
    cells_.push_back(std::move(cell_));
    cell_ = {};
}

void OdsSheets::end_row() {
    // Rows without text, perhaps a million to the end of the sheet, only count.
    for (std::uint64_t time = 0; time < row_times_ && !cells_.empty(); ++time) {
        if (time > 0 && !may_repeat(row_bytes_)) break;
        write_row();
        writer_.end_row(row_ + time);
    }
    cells_.clear();
    row_ = std::min<std::uint64_t>(row_ + row_times_, places_max);
}

// Hands the row's cells over; the row itself stays open.
void OdsSheets::write_row() {
    for (const auto& cell : cells_) {
        for (std::size_t time = 0; time < cell.times; ++time) {
            if (time > 0 && !may_repeat(cell.text.size())) break;
            writer_.add_cell(cell.column + time, cell.text, cell.is_text);
        }
    }
}

bool OdsSheets::may_repeat(std::size_t bytes) {
    repeated_bytes_ += bytes + 3;  // and the separator
    if (repeated_bytes_ <= repeated_bytes_max) return true;
    left_out_repeats_ = true;
    return false;
}

void OdsSheets::finish() {
    if (is_in_cell_) end_cell();
    row_times_ = 1;
    end_row();
}

}  // namespace ingestd::formats
