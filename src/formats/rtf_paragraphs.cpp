#include "rtf_paragraphs.hpp"

#include <utility>

#include <ingestd/base/units.hpp>

namespace ingestd::formats {
namespace {

constexpr std::size_t cells_max = 1000;  // Word allows 63; a longer row is given in parts
constexpr std::size_t row_max = 1_MiB;

void append_line(std::string& text, std::string_view line) {
    if (!text.empty() && !line.empty()) text += '\n';
    text += line;
}

}  // namespace

void RtfParagraphs::end_paragraph(std::string_view text, const RtfParagraph& form) {
    if (form.is_in_table) {
        append_line(cell_, text);
        row_bytes_ += text.size();
        if (row_bytes_ > row_max) end_row(false);
        return;
    }
    // The row before was never ended.
    if (!cells_.empty() || !cell_.empty()) end_row(false);
    is_in_table_ = false;
    if (form.heading_level > 0) {
        writer_.heading(form.heading_level, text);
    } else if (form.is_caption) {
        writer_.caption(text);
    } else if (form.is_item) {
        writer_.list_item(text);
    } else {
        writer_.paragraph(text);
    }
    write_notes();
}

void RtfParagraphs::end_cell(std::string_view text) {
    append_line(cell_, text);
    row_bytes_ += text.size();
    cells_.push_back(std::exchange(cell_, {}));
    if (cells_.size() == cells_max || row_bytes_ > row_max) end_row(false);
}

void RtfParagraphs::end_row(bool is_header) {
    if (!cell_.empty()) cells_.push_back(std::exchange(cell_, {}));
    if (!std::exchange(is_in_table_, true)) writer_.begin_table();
    writer_.row(std::exchange(cells_, {}), is_header);
    row_bytes_ = 0;
    write_notes();
}

void RtfParagraphs::finish() {
    if (!cells_.empty() || !cell_.empty()) end_row(false);
    write_notes();
}

void RtfParagraphs::write_notes() {
    for (const auto& note : std::exchange(notes_, {})) writer_.paragraph(note);
    for (const auto& box : std::exchange(boxes_, {})) writer_.paragraph(box);
}

}  // namespace ingestd::formats
