// Tables that are drawn with characters, as reStructuredText has them. Private to the room.
#pragma once

#include <string>
#include <vector>

#include "block_writer.hpp"
#include "indented_lines.hpp"

namespace ingestd::formats {

// "+---+---+": the upper border of a grid table.
bool begins_grid_table(const IndentedLine& line);
// "===  ===": the upper border of a simple table.
bool begins_simple_table(const IndentedLine& line);

// Take the table that begins here, and write its rows without inline markup. A cell that spans
// columns is one cell; one that spans rows stands in the first.
void take_grid_table(IndentedLines& lines, BlockWriter& writer);
void take_simple_table(IndentedLines& lines, BlockWriter& writer);

}  // namespace ingestd::formats
