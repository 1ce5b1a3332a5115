// The running text of a word processor's document or of a slide: paragraphs that may hold text
// boxes, and tables that may hold anything. Private to the room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "block_writer.hpp"

namespace ingestd::formats {

// What is inside of a table's cell becomes the cell's text, a table in it too. What is inside of a
// paragraph (a text box, a note) follows when that paragraph is complete.
//   memory  a paragraph and a row, each at most gathered_bytes_max
class TextFlow {
public:
    enum class Kind { paragraph, heading, list_item, caption };

    explicit TextFlow(BlockWriter& writer) : writer_{writer} {}

    void begin_paragraph(Kind kind = Kind::paragraph, int level = 0);
    // What it turns out to be: its properties may follow its beginning.
    void set_kind(Kind kind, int level = 0);
    void add(std::string_view text);             // as it stands
    void add_collapsing(std::string_view text);  // runs of white space count as one space
    void end_paragraph();
    bool is_in_paragraph() const { return !open_.empty(); }

    // The next list's items do not go on with those of the one before.
    void begin_list();

    void begin_table();
    void begin_row();
    void set_header_row();  // the row that is open names the columns, as the document says
    // The table's first row may: it does if its cells read like names.
    void expect_header_row();
    void begin_cell();
    void end_row();
    void end_table();

    // Writes what is open still: the document broke off.
    void finish();

private:
    struct Paragraph {
        Kind kind;
        int level;
        std::string text;
    };
    struct Row {
        std::vector<std::string> cells;
        bool is_header = false;
        bool is_first = false;
    };
    // Waits for the paragraph that it stands in.
    struct Waiting {
        Paragraph paragraph;
        Row row;
        bool is_row = false;
    };

    bool is_in_table() const { return table_depth_ > 0; }
    void settle(Waiting waiting);
    void write(const Waiting& waiting);
    void write_waiting();

    BlockWriter& writer_;
    std::vector<Paragraph> open_;
    std::vector<Waiting> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::size_t table_depth_ = 0;
    std::size_t row_bytes_ = 0;
    Row row_;
    bool may_have_header_ = false;
    bool is_first_row_ = false;
};

}  // namespace ingestd::formats
