#include "xlsx_sheet.hpp"

#include <charconv>
#include <cmath>

#include <ingestd/formats/limits.hpp>

namespace ingestd::formats {
namespace {

constexpr std::size_t columns_max = 16'384;  // XFD, Excel's last one

template <class Number>
bool parse(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

// "BC12" → 54; columns_max when it is no cell's name.
std::size_t column_of(std::string_view cell) {
    std::size_t column = 0;
    for (const char c : cell) {
        if (c < 'A' || c > 'Z') break;
        column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
        if (column > columns_max) break;
    }
    return column == 0 || column > columns_max ? columns_max : column - 1;
}

// The shortest that means the same number: 19.99 is kept as 19.989999999999998.
std::string shortest(double number) {
    char text[64];
    const bool is_plain = number == 0 || (std::fabs(number) >= 1e-6 && std::fabs(number) < 1e21);
    const auto end = is_plain
                         ? std::to_chars(text, text + sizeof text, number, std::chars_format::fixed)
                         : std::to_chars(text, text + sizeof text, number);
    return {text, end.ptr};
}

}  // namespace

bool XlsxSheet::start(std::string_view element, const XmlAttributes& attributes) {
    if (element == "x:row") {
        begin_row(attributes);
    } else if (element == "x:c") {
        begin_cell(attributes);
    } else if (element == "x:v" || element == "x:t") {
        is_in_value_ = true;
    } else if (element == "x:f" || element == "x:rPh" || element == "x:headerFooter" ||
               element == "x:extLst") {
        return false;
    }
    return true;
}

void XlsxSheet::begin_row(const XmlAttributes& attributes) {
    std::uint64_t number = 0;
    row_ = parse(attributes["r"], number) && number > 0 ? number - 1 : next_row_;
    next_row_ = row_ + 1;
    next_column_ = 0;
}

void XlsxSheet::begin_cell(const XmlAttributes& attributes) {
    value_.clear();
    const auto named = column_of(attributes["r"]);
    column_ = named < columns_max ? named : next_column_;
    next_column_ = column_ + 1;

    const auto type = attributes["t"];
    type_ = type == "s"                   ? CellType::shared
            : type == "b"                 ? CellType::boolean
            : type.empty() || type == "n" ? CellType::number
                                          : CellType::text;
    format_ = DateFormat::none;
    std::size_t style = 0;
    const auto& formats = workbook_.cell_formats;
    if (parse(attributes["s"], style) && style < formats.size()) format_ = formats[style];
}

void XlsxSheet::text(std::string_view text) {
    if (is_in_value_ && value_.size() < gathered_bytes_max) value_ += text;
}

void XlsxSheet::end(std::string_view element) {
    if (element == "x:v" || element == "x:t") {
        is_in_value_ = false;
    } else if (element == "x:c") {
        end_cell();
    } else if (element == "x:row") {
        writer_.end_row(row_);
    }
}

void XlsxSheet::end_cell() {
    std::size_t string = 0;
    switch (type_) {
        case CellType::shared:
            if (parse(value_, string)) {
                writer_.add_cell(column_, workbook_.strings.at(string), true);
            }
            break;
        case CellType::boolean:
            if (!value_.empty()) writer_.add_cell(column_, value_ == "0" ? "FALSE" : "TRUE", false);
            break;
        case CellType::text:
            writer_.add_cell(column_, value_, true);
            break;
        case CellType::number:
            writer_.add_cell(column_, number_text(), false);
            break;
    }
    value_.clear();
}

std::string XlsxSheet::number_text() const {
    double number = 0;
    if (!parse(value_, number)) return value_;
    auto date = format_date(number, format_, workbook_.is_1904);
    return date.empty() ? shortest(number) : date;
}

}  // namespace ingestd::formats
