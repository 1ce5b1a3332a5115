#include "tables.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include "links.hpp"

namespace ingestd::formats {
namespace {

constexpr double gap_between_cells = 1.1;  // in font sizes; words are parted by a quarter of one
constexpr double rows_apart_max = 2.6;     // in font sizes
constexpr std::size_t rows_min = 3;
constexpr std::size_t cell_bytes_max = 45;  // on average; prose has more in a line
constexpr std::size_t words_max = 20'000;   // of a page

// Words of one row that follow each other closely.
struct Cell {
    PdfBox box;
    std::string text;
    std::vector<std::string> targets = {};
    bool is_bold = true;
    bool is_fixed = true;
    std::size_t line = 0;  // the first that a word of it comes from
};

//   size, lines  of several cells only
struct Row {
    PdfBox box;
    double size = 0;
    std::vector<Cell> cells;
    std::vector<std::size_t> lines;
};

struct Span {
    double x0 = 0, x1 = 0;
};

struct PlacedWord {
    const PdfWord* word = nullptr;
    std::size_t line = 0;
};

std::vector<PlacedWord> words_by_height(const PdfPage& page, const Span& across) {
    std::vector<PlacedWord> words;
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        const auto& line = page.lines[i];
        if (line.is_running || line.turned != 0) continue;
        if (line.box.x0 < across.x0 || line.box.x1 > across.x1) continue;
        for (const auto& word : line.words) words.push_back({&word, i});
    }
    std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) {
        return a.word->box.middle() < b.word->box.middle();
    });
    return words;
}

// Whether a word begins a cell of its own behind what reaches to `x1`.
bool stands_apart(const PdfWord& word, double x1) {
    return word.box.x0 - x1 >= gap_between_cells * word.size;
}

// Of a text, as most rows are: nobody asks for what it says.
bool is_one_cell(const std::vector<PlacedWord>& words) {
    double x1 = words.front().word->box.x1;
    return std::none_of(words.begin(), words.end(), [&x1](const auto& placed) {
        const bool is_apart = stands_apart(*placed.word, x1);
        x1 = std::max(x1, placed.word->box.x1);
        return is_apart;
    });
}

void put_cells(const PdfPage& page, std::vector<PlacedWord>& words, Row& row) {
    std::sort(words.begin(), words.end(), [](const auto& a, const auto& b) {
        return a.word->box.x0 < b.word->box.x0;
    });
    if (is_one_cell(words)) return row.cells.push_back({.box = row.box, .text = {}});
    for (const auto& [word, line] : words) {
        if (row.cells.empty() || stands_apart(*word, row.cells.back().box.x1)) {
            row.cells.push_back({.box = word->box, .text = {}, .line = line});
        } else if (word->box.x0 - row.cells.back().box.x1 > 0.08 * word->size) {
            row.cells.back().text += ' ';
        }
        auto& cell = row.cells.back();
        cell.box.join(word->box);
        cell.text += word->text;
        if (word->link != no_link) {
            cell.targets.push_back(page.targets[static_cast<std::size_t>(word->link)]);
        }
        cell.is_bold = cell.is_bold && word->is_bold;
        cell.is_fixed = cell.is_fixed && word->is_fixed;
        row.size = std::max(row.size, word->size);
        row.lines.push_back(line);
    }
    std::sort(row.lines.begin(), row.lines.end());
    row.lines.erase(std::unique(row.lines.begin(), row.lines.end()), row.lines.end());
}

std::vector<Row> rows_of(const PdfPage& page, const Span& across) {
    std::vector<Row> rows;
    const auto words = words_by_height(page, across);
    if (words.size() > words_max) return rows;
    for (std::size_t begin = 0; begin < words.size();) {
        auto end = begin + 1;  // a font may have no size, and then reaches nothing
        const double middle = words[begin].word->box.middle();
        const double reach = 0.45 * words[begin].word->size;
        while (end < words.size() && words[end].word->box.middle() - middle < reach) ++end;
        Row row;
        std::vector<PlacedWord> of_row{
            words.begin() + static_cast<std::ptrdiff_t>(begin),
            words.begin() + static_cast<std::ptrdiff_t>(end)};
        row.box = words[begin].word->box;
        for (const auto& placed : of_row) row.box.join(placed.word->box);
        put_cells(page, of_row, row);
        rows.push_back(std::move(row));
        begin = end;
    }
    return rows;
}

// What the cells of the rows cover from left to right, overlapping ones as one.
std::vector<Span> columns_of(const std::vector<Row>& rows, std::size_t begin, std::size_t end) {
    std::vector<Span> spans;
    for (auto i = begin; i < end; ++i) {
        for (const auto& cell : rows[i].cells) spans.push_back({cell.box.x0, cell.box.x1});
    }
    std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.x0 < b.x0; });
    std::vector<Span> columns;
    for (const auto& span : spans) {
        if (!columns.empty() && span.x0 <= columns.back().x1) {
            columns.back().x1 = std::max(columns.back().x1, span.x1);
        } else {
            columns.push_back(span);
        }
    }
    return columns;
}

std::size_t column_at(const std::vector<Span>& columns, const Cell& cell) {
    std::size_t at = 0;
    while (at + 1 < columns.size() && columns[at + 1].x0 <= cell.box.x0) ++at;
    return at;
}

bool is_list_mark(const std::string& text) {
    return text.size() <= 4 && (text.find_first_not_of("0123456789.()") == text.npos ||
                                text.find_first_not_of("-*\u2022\u25E6\u25AA\u2013") == text.npos ||
                                (text.size() <= 3 && (text.back() == ')' || text.back() == '.')));
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// "foxes, 12": an index stands in columns, but is read one after the other.
bool is_index_entry(const std::string& text) {
    return text.size() > 4 && is_digit(text.back()) && !is_digit(text.front()) &&
           text.find(' ') != text.npos;
}

// Exponents and indices stand between the lines of a formula.
bool is_crowded(const Row& above, const Row& below) {
    return below.box.middle() - above.box.middle() < 0.9 * std::max(above.size, below.size);
}

class Candidate {
public:
    Candidate(const std::vector<Row>& rows, std::size_t begin, std::size_t end)
        : rows_{rows}, begin_{begin}, end_{end}, columns_{columns_of(rows, begin, end)} {}

    bool is_table() const {
        if (columns_.size() < 2 || end_ - begin_ < rows_min) return false;
        std::vector<std::size_t> bytes(columns_.size()), cells(columns_.size()),
            marks(columns_.size()), full(columns_.size());
        std::size_t all_cells = 0, entries = 0, fixed = 0;
        for (auto i = begin_; i < end_; ++i) {
            if (i > begin_ && is_crowded(rows_[i - 1], rows_[i])) return false;
            for (const auto& cell : rows_[i].cells) {
                const auto at = column_at(columns_, cell);
                bytes[at] += cell.text.size();
                marks[at] += is_list_mark(cell.text) ? 1 : 0;
                full[at] += columns_[at].x1 - cell.box.x1 < rows_[i].size ? 1 : 0;
                ++cells[at];
                ++all_cells;
                fixed += cell.is_fixed ? 1 : 0;
                entries += is_index_entry(cell.text) ? 1 : 0;
                if (cell.text.find("....") != cell.text.npos) return false;  // leads to a page
            }
        }
        const auto rows = end_ - begin_;
        if (all_cells * 4 < rows * columns_.size() * 3) return false;
        if (*std::min_element(cells.begin(), cells.end()) * 2 < rows) return false;
        if (entries * 2 > all_cells || fixed * 2 > all_cells) return false;
        // A list: marks and text. Line numbers, too.
        if (columns_.size() == 2 && marks[0] * 10 >= cells[0] * 8) return false;
        std::size_t brief = 0;
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            const auto mean = bytes[c] / std::max<std::size_t>(cells[c], 1);
            if (mean > cell_bytes_max) return false;
            // Lines that fill their column are a text, not cells.
            if (mean > 25 && full[c] * 10 >= cells[c] * 5) return false;
            if (mean <= 20) ++brief;
        }
        return brief > 0;
    }

    PdfTable table() const {
        PdfTable table;
        table.before = rows_[begin_].lines.front();
        bool is_first_bold = true, are_others_bold = true;
        for (auto i = begin_; i < end_; ++i) {
            std::vector<std::string> texts(columns_.size());
            for (const auto& cell : rows_[i].cells) {
                auto& text = texts[column_at(columns_, cell)];
                text += (text.empty() ? "" : " ") + with_targets(cell.text, cell.targets);
                (i == begin_ ? is_first_bold : are_others_bold) &= cell.is_bold;
            }
            table.rows.push_back(std::move(texts));
            table.before = std::min(table.before, rows_[i].lines.front());
        }
        table.has_header = is_first_bold && !are_others_bold;
        return table;
    }

private:
    const std::vector<Row>& rows_;
    std::size_t begin_, end_;
    std::vector<Span> columns_;
};

bool follows(const Row& above, const Row& below) {
    return below.box.y0 - above.box.y1 < (rows_apart_max - 1) * std::max(above.size, below.size);
}

// Every word of the lines stands in the rows: a line that reaches beyond them is not the table's.
bool covers_its_lines(
    const PdfPage& page, const std::vector<Row>& rows, std::size_t begin, std::size_t end
) {
    for (auto i = begin; i < end; ++i) {
        for (const auto line : rows[i].lines) {
            const auto& box = page.lines[line].box;
            if (box.y0 < rows[begin].box.y0 - 2 || box.y1 > rows[end - 1].box.y1 + 2) return false;
        }
    }
    return true;
}

// Where the gap between two columns of text is; none where the page has one column.
std::optional<double> gutter_of(const std::vector<Row>& rows) {
    std::vector<Span> gaps;
    for (const auto& row : rows) {
        for (std::size_t i = 1; i < row.cells.size(); ++i) {
            const auto& left = row.cells[i - 1];
            const auto& right = row.cells[i];
            if (left.text.size() >= 25 && right.text.size() >= 25)
                gaps.push_back({left.box.x1, right.box.x0});
        }
    }
    constexpr std::size_t gutter_rows_min = 6;
    if (gaps.size() < gutter_rows_min) return std::nullopt;
    std::vector<double> middles;
    for (const auto& gap : gaps) middles.push_back((gap.x0 + gap.x1) / 2);
    std::nth_element(
        middles.begin(),
        middles.begin() + static_cast<std::ptrdiff_t>(middles.size() / 2),
        middles.end()
    );
    const double middle = middles[middles.size() / 2];
    const auto around = std::count_if(gaps.begin(), gaps.end(), [&](const Span& gap) {
        return gap.x0 <= middle && middle <= gap.x1;
    });
    return static_cast<std::size_t>(around) * 2 > gaps.size() ? std::optional{middle}
                                                              : std::nullopt;
}

struct Found {
    PdfTable table;
    PdfBox box;
    std::vector<std::size_t> lines;
};

std::vector<Found> find_tables(const PdfPage& page, const std::vector<Row>& rows) {
    std::vector<Found> all;
    for (std::size_t begin = 0; begin < rows.size();) {
        auto end = begin;
        while (end < rows.size() && rows[end].cells.size() >= 2 &&
               (end == begin || follows(rows[end - 1], rows[end]))) {
            ++end;
        }
        // What stands above in columns of its own may spoil what is below.
        for (auto first = begin; first < begin + 3 && first + rows_min <= end; ++first) {
            const Candidate candidate{rows, first, end};
            if (!candidate.is_table() || !covers_its_lines(page, rows, first, end)) continue;
            Found found{candidate.table(), rows[first].box, {}};
            for (auto i = first; i < end; ++i) {
                found.box.join(rows[i].box);
                found.lines.insert(found.lines.end(), rows[i].lines.begin(), rows[i].lines.end());
            }
            all.push_back(std::move(found));
            break;
        }
        begin = std::max(end, begin + 1);
    }
    return all;
}

bool overlap(const Found& a, const Found& b) {
    return a.box.y0 < b.box.y1 && b.box.y0 < a.box.y1;
}

// Halves of what may be one table across both columns are none.
void drop_halves(std::vector<Found>& left, std::vector<Found>& right) {
    const auto stands_beside = [](const std::vector<Found>& others) {
        return [&others](const Found& one) {
            return std::any_of(others.begin(), others.end(), [&](const auto& other) {
                return overlap(one, other);
            });
        };
    };
    const auto before = left;
    std::erase_if(left, stands_beside(right));
    std::erase_if(right, stands_beside(before));
}

}  // namespace

std::vector<PdfTable> take_tables(PdfPage& page) {
    const Span whole{-1e6, 1e6};
    const auto rows = rows_of(page, whole);
    std::vector<Found> found;
    if (const auto gutter = gutter_of(rows)) {
        found = find_tables(page, rows_of(page, {whole.x0, *gutter}));
        auto right = find_tables(page, rows_of(page, {*gutter, whole.x1}));
        drop_halves(found, right);
        std::move(right.begin(), right.end(), std::back_inserter(found));
    } else {
        found = find_tables(page, rows);
    }
    std::vector<PdfTable> tables;
    for (auto& one : found) {
        for (const auto line : one.lines) page.lines[line].is_in_table = true;
        tables.push_back(std::move(one.table));
    }
    std::sort(tables.begin(), tables.end(), [](const auto& a, const auto& b) {
        return a.before < b.before;
    });
    return tables;
}

}  // namespace ingestd::formats
