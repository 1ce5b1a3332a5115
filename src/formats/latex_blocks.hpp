// The structure of a LaTeX document: what is set in paragraphs, lists and tables. Private to the
// room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "block_writer.hpp"

namespace ingestd::formats {

// Before the document begins nothing is written.
class LatexBlocks {
public:
    LatexBlocks(BlockWriter& writer, bool has_preamble)
        : writer_{writer}, is_preamble_{has_preamble} {}

    void begin_document() { is_preamble_ = false; }
    bool is_preamble() const { return is_preamble_; }

    void end_paragraph(std::string_view text);
    void heading(int level, std::string_view text);
    void caption(std::string_view text);
    void code(std::string_view text);
    void formula(std::string_view source);
    void add_note(std::string text);

    void begin_list() { ++list_depth_; }
    void end_list();
    void begin_table();
    void end_table(std::string_view last_cell);
    bool is_in_table() const { return table_depth_ == 1; }  // within a cell there are no cells
    void end_cell(std::string_view text);
    void end_row(std::string_view last_cell);

private:
    void write_notes();

    BlockWriter& writer_;
    bool is_preamble_;
    int list_depth_ = 0;
    int table_depth_ = 0;
    std::vector<std::string> cells_;
    std::vector<std::string> notes_;
};

}  // namespace ingestd::formats
