// Writes the rows of a spreadsheet's sheets as they are read. Private to the room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "block_writer.hpp"

namespace ingestd::formats {

// A sheet with text begins with its name as heading; its number counts as the page. The first row
// with more than one cell filled is flagged as the header when all of these hold words. Empty cells
// between others are kept, so that columns stay below each other; empty rows part tables.
//   memory  one row, at most gathered_bytes_max
class SheetWriter {
public:
    explicit SheetWriter(BlockSink& sink) : writer_{sink} {}

    void begin_sheet(std::string_view name, std::uint32_t number);

    // Of the row that is open; columns count from 0 and come in their order.
    //   is_text  not a number, a date or the like
    void add_cell(std::size_t column, std::string_view text, bool is_text);

    // Rows count from 0; where they jump an empty one stands between.
    void end_row(std::uint64_t row);

    bool wrote_text() const { return writer_.wrote_text(); }

private:
    void write_row();

    BlockWriter writer_;
    std::string name_;
    bool is_named_ = false;       // the heading is written
    bool may_be_header_ = false;  // no row of more than one cell has come yet
    std::uint64_t next_row_ = 0;
    std::size_t first_column_ = 0;  // the leftmost that was met on the sheet
    std::size_t next_column_ = 0;
    bool is_all_text_ = true;
    std::vector<std::string> cells_;
    std::size_t filled_ = 0;  // of them, how many are not empty
    std::size_t row_bytes_ = 0;
};

}  // namespace ingestd::formats
