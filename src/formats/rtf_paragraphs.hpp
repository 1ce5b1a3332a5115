// The structure of an RTF document: paragraphs, rows and notes as they end. Private to the room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "block_writer.hpp"

namespace ingestd::formats {

//   heading_level  from 1; 0: no heading
struct RtfParagraph {
    int heading_level = 0;
    bool is_caption = false;
    bool is_item = false;
    bool is_in_table = false;
};

// Notes of a paragraph or a row follow it, then its text boxes.
class RtfParagraphs {
public:
    explicit RtfParagraphs(BlockWriter& writer) : writer_{writer} {}

    void end_paragraph(std::string_view text, const RtfParagraph& form);
    void end_cell(std::string_view text);
    void end_row(bool is_header);
    void add_note(std::string text) { notes_.push_back(std::move(text)); }
    void add_box(std::string text) { boxes_.push_back(std::move(text)); }
    void finish();

private:
    void write_notes();

    BlockWriter& writer_;
    std::string cell_;  // the paragraphs of the cell so far
    std::vector<std::string> cells_;
    std::vector<std::string> notes_;
    std::vector<std::string> boxes_;
    std::size_t row_bytes_ = 0;
    bool is_in_table_ = false;
};

}  // namespace ingestd::formats
