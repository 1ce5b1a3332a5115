#include "rst_tables.hpp"

#include <algorithm>
#include <utility>

#include "rst_inline.hpp"

namespace ingestd::formats {
namespace {

constexpr std::size_t row_lines_max = 1000;  // a longer row is given in parts

// Byte offsets of a line's characters, and its end: tables are drawn in columns.
std::vector<std::size_t> columns_of(std::string_view text) {
    std::vector<std::size_t> offsets;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80) offsets.push_back(at);
    }
    offsets.push_back(text.size());
    return offsets;
}

bool holds_only(std::string_view text, std::string_view characters) {
    return text.find_first_not_of(characters) == text.npos;
}

bool is_grid_border(std::string_view text) {
    return text.size() >= 3 && text.front() == '+' && text.back() == '+' && holds_only(text, "+-=");
}

void append_line(std::string& cell, std::string_view text) {
    text = trimmed(text);
    if (!cell.empty() && !text.empty()) cell += '\n';
    cell += text;
}

void write_row(std::vector<std::string> cells, bool is_header, BlockWriter& writer) {
    for (auto& cell : cells) cell = without_rst_markup(cell);
    writer.row(cells, is_header);
}

// One row of a grid: cells part where a bar stands in every one of its lines.
class GridRow {
public:
    explicit GridRow(std::vector<std::size_t> borders) : borders_{std::move(borders)} {}

    void take(std::string_view line) { lines_.push_back(line); }
    bool is_full() const { return lines_.size() >= row_lines_max; }

    std::vector<std::string> cells() {
        std::vector<std::vector<std::size_t>> columns;
        for (const auto line : lines_) columns.push_back(columns_of(line));
        auto parts = borders_;
        std::erase_if(parts, [&](std::size_t column) {
            for (std::size_t i = 0; i < lines_.size(); ++i) {
                if (column + 1 >= columns[i].size()) return true;
                const char c = lines_[i][columns[i][column]];
                if (c != '|' && c != '+') return true;
            }
            return false;
        });
        std::vector<std::string> cells(parts.empty() ? 0 : parts.size() - 1);
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            for (std::size_t cell = 0; cell < cells.size(); ++cell) {
                const auto begin = columns[i][parts[cell] + 1];
                const auto text = lines_[i].substr(begin, columns[i][parts[cell + 1]] - begin);
                // A border inside of the row belongs to a cell beside.
                if (!holds_only(text, "+-")) append_line(cells[cell], text);
            }
        }
        lines_.clear();
        return cells;
    }
    bool is_empty() const { return lines_.empty(); }

private:
    std::vector<std::size_t> borders_;
    std::vector<std::string_view> lines_;
};

// Where the columns of a simple table begin, counted in characters from the line's text.
std::vector<std::size_t> simple_columns(std::string_view border) {
    std::vector<std::size_t> begins;
    for (std::size_t at = 0; at < border.size(); ++at) {
        if (border[at] != ' ' && (at == 0 || border[at - 1] == ' ')) begins.push_back(at);
    }
    return begins;
}

std::vector<std::string_view> simple_cells(
    const IndentedLine& line, std::size_t indent, const std::vector<std::size_t>& begins
) {
    std::vector<std::string_view> cells(begins.size());
    const auto offsets = columns_of(line.text);
    const auto shift = line.indent - std::min(line.indent, indent);
    for (std::size_t i = 0; i < begins.size(); ++i) {
        const auto from = begins[i] - std::min(begins[i], shift);
        const auto to = i + 1 < begins.size() ? begins[i + 1] - std::min(begins[i + 1], shift)
                                              : offsets.size() - 1;
        if (from >= offsets.size() || to <= from) continue;
        const auto end = offsets[std::min(to, offsets.size() - 1)];
        cells[i] = trimmed(line.text.substr(offsets[from], end - offsets[from]));
    }
    return cells;
}

// A third border means that the first part was the header.
bool has_header(IndentedLines lines) {
    int borders = 0;
    for (; !lines.is_at_end() && borders < 3; lines.step()) {
        if (begins_simple_table(lines.line())) ++borders;
        if (borders == 2 && lines.ahead(1).is_blank()) break;
    }
    return borders == 3;
}

}  // namespace

bool begins_grid_table(const IndentedLine& line) {
    return is_grid_border(line.text);
}

bool begins_simple_table(const IndentedLine& line) {
    return line.text.starts_with("==") && holds_only(line.text, "= ") &&
           line.text.find(' ') != line.text.npos;
}

void take_grid_table(IndentedLines& lines, BlockWriter& writer) {
    writer.begin_table();
    std::vector<std::size_t> borders;
    const auto top = lines.line().text;
    for (std::size_t at = 0; at < top.size(); ++at) {
        if (top[at] == '+') borders.push_back(at);
    }
    GridRow row{borders};
    bool is_first = true;
    for (lines.step(); lines.line().text.starts_with('+') || lines.line().text.starts_with('|');
         lines.step()) {
        const auto text = lines.line().text;
        const bool is_border = is_grid_border(text);
        if (!is_border) row.take(text);
        if ((is_border && !row.is_empty()) || row.is_full()) {
            const bool is_header = is_first && text.find('=') != text.npos && is_border;
            write_row(row.cells(), is_header, writer);
            is_first = false;
        }
    }
    if (!row.is_empty()) write_row(row.cells(), false, writer);
}

void take_simple_table(IndentedLines& lines, BlockWriter& writer) {
    writer.begin_table();
    const auto begins = simple_columns(lines.line().text);
    const auto indent = lines.line().indent;
    bool is_header = has_header(lines);
    bool is_behind_second = !is_header;
    std::vector<std::string> row;
    std::size_t row_lines = 0;
    const auto end_row = [&] {
        if (!row.empty()) write_row(std::exchange(row, {}), is_header, writer);
        row_lines = 0;
    };
    for (lines.step(); !lines.is_at_end(); lines.step()) {
        const auto& line = lines.line();
        if (begins_simple_table(line)) {
            end_row();
            is_header = false;
            if (is_behind_second) {
                lines.step();
                break;
            }
            is_behind_second = true;
            continue;
        }
        if (line.is_blank() || holds_only(line.text, "- ")) {
            end_row();
            continue;
        }
        const auto cells = simple_cells(line, indent, begins);
        // Text in the first column begins a row.
        if (row.empty() || !cells.front().empty() || ++row_lines > row_lines_max) {
            end_row();
            row.assign(begins.size(), {});
        }
        for (std::size_t i = 0; i < cells.size(); ++i) append_line(row[i], cells[i]);
    }
    end_row();
}

}  // namespace ingestd::formats
