#include "text_flow.hpp"

#include <utility>

#include <ingestd/formats/limits.hpp>

#include "column_names.hpp"

namespace ingestd::formats {

void TextFlow::begin_paragraph(Kind kind, int level) {
    open_.push_back({kind, level, {}});
}

void TextFlow::set_kind(Kind kind, int level) {
    if (open_.empty()) return;
    open_.back().kind = kind;
    open_.back().level = level;
}

void TextFlow::add(std::string_view text) {
    if (open_.empty()) return;
    auto& paragraph = open_.back();
    if (paragraph.text.size() + text.size() > gathered_bytes_max) {
        // Whoever writes a paragraph of that size does not mean it as one.
        settle({{paragraph.kind, paragraph.level, std::exchange(paragraph.text, {})}, {}});
    }
    paragraph.text += text;
}

void TextFlow::add_collapsing(std::string_view text) {
    if (open_.empty()) return;
    std::string collapsed;
    const auto& before = open_.back().text;
    char last = before.empty() ? ' ' : before.back();
    for (char c : text) {
        if (c == '\t' || c == '\r' || c == '\n') c = ' ';
        if (c == ' ' && (last == ' ' || last == '\n')) continue;
        collapsed += c;
        last = c;
    }
    add(collapsed);
}

void TextFlow::end_paragraph() {
    if (open_.empty()) return;
    auto paragraph = std::move(open_.back());
    open_.pop_back();
    settle({std::move(paragraph), {}});
    if (open_.empty()) write_waiting();
}

void TextFlow::settle(Waiting waiting) {
    if (!waiting.is_row && is_in_table()) {
        const auto text = trimmed(waiting.paragraph.text);
        if (row_.cells.empty() || text.empty()) return;
        if (row_bytes_ > gathered_bytes_max) {
            write({{}, std::exchange(row_, {}), true});
            row_.cells.emplace_back();
            row_bytes_ = 0;
        }
        auto& cell = row_.cells.back();
        if (!cell.empty()) cell += ' ';
        for (const char c : text) cell += c == '\n' ? ' ' : c;
        row_bytes_ += text.size();
        return;
    }
    if (open_.empty()) {
        // A paragraph comes before what stands in it.
        write(waiting);
        return;
    }
    waiting_bytes_ += waiting.paragraph.text.size();
    for (const auto& cell : waiting.row.cells) waiting_bytes_ += cell.size();
    waiting_.push_back(std::move(waiting));
    if (waiting_bytes_ > gathered_bytes_max) write_waiting();
}

void TextFlow::write(const Waiting& waiting) {
    if (waiting.is_row) {
        const auto& row = waiting.row;
        if (row.is_first) writer_.begin_table();
        writer_.row(row.cells, row.is_header);
        return;
    }
    const auto& [kind, level, text] = waiting.paragraph;
    switch (kind) {
        case Kind::heading:
            return writer_.heading(level, text);
        case Kind::list_item:
            return writer_.list_item(text);
        case Kind::caption:
            return writer_.caption(text);
        case Kind::paragraph:
            return writer_.paragraph(text);
    }
}

void TextFlow::write_waiting() {
    for (const auto& waiting : std::exchange(waiting_, {})) write(waiting);
    waiting_bytes_ = 0;
}

void TextFlow::begin_list() {
    if (!is_in_table() && open_.empty()) writer_.begin_paragraph();
}

void TextFlow::begin_table() {
    if (table_depth_++ > 0) return;
    is_first_row_ = true;
    may_have_header_ = false;
}

void TextFlow::expect_header_row() {
    if (table_depth_ == 1 && is_first_row_) may_have_header_ = true;
}

void TextFlow::begin_row() {
    if (table_depth_ != 1) return;
    row_ = {};
    row_.is_first = std::exchange(is_first_row_, false);
    row_bytes_ = 0;
}

void TextFlow::set_header_row() {
    if (table_depth_ == 1) row_.is_header = true;
}

void TextFlow::begin_cell() {
    if (table_depth_ == 1 && row_.cells.size() < row_cells_max) row_.cells.emplace_back();
}

void TextFlow::end_row() {
    if (table_depth_ != 1) return;
    if (row_.is_first && may_have_header_ && are_column_names(row_.cells)) row_.is_header = true;
    settle({{}, std::exchange(row_, {}), true});
}

void TextFlow::end_table() {
    if (table_depth_ > 0) --table_depth_;
}

void TextFlow::finish() {
    while (!open_.empty()) end_paragraph();
    if (is_in_table()) {
        table_depth_ = 1;
        end_row();
        table_depth_ = 0;
    }
}

}  // namespace ingestd::formats
