#include "latex_blocks.hpp"

#include <algorithm>
#include <utility>

namespace ingestd::formats {
namespace {

constexpr std::size_t cells_max = 1000;  // a longer row is given in parts

}  // namespace

void LatexBlocks::end_paragraph(std::string_view text) {
    if (is_preamble_) return;
    list_depth_ > 0 ? writer_.list_item(text) : writer_.paragraph(text);
    write_notes();
}

void LatexBlocks::heading(int level, std::string_view text) {
    if (is_preamble_) return;
    writer_.heading(level, text);
    write_notes();
}

void LatexBlocks::caption(std::string_view text) {
    if (!is_preamble_) writer_.caption(text);
}

void LatexBlocks::code(std::string_view text) {
    if (!is_preamble_) writer_.code(text);
}

void LatexBlocks::formula(std::string_view source) {
    if (!is_preamble_) writer_.paragraph(source);
}

void LatexBlocks::add_note(std::string text) {
    if (!is_preamble_) notes_.push_back(std::move(text));
}

void LatexBlocks::end_list() {
    list_depth_ = std::max(0, list_depth_ - 1);
    writer_.begin_paragraph();
}

void LatexBlocks::begin_table() {
    if (++table_depth_ == 1) writer_.begin_table();
}

void LatexBlocks::end_table(std::string_view last_cell) {
    if (is_in_table()) end_row(last_cell);
    table_depth_ = std::max(0, table_depth_ - 1);
}

void LatexBlocks::end_cell(std::string_view text) {
    cells_.emplace_back(trimmed(text));
    if (cells_.size() == cells_max) end_row({});
}

void LatexBlocks::end_row(std::string_view last_cell) {
    if (!cells_.empty() || !trimmed(last_cell).empty()) cells_.emplace_back(trimmed(last_cell));
    const auto cells = std::exchange(cells_, {});
    if (!is_preamble_) writer_.row(cells, false);
    write_notes();
}

void LatexBlocks::write_notes() {
    for (const auto& note : std::exchange(notes_, {})) writer_.paragraph(note);
}

}  // namespace ingestd::formats
