// Tables on a page of a PDF: words that stand in columns. Private to the room.
#pragma once

#include <string>
#include <vector>

#include "page_text.hpp"

namespace ingestd::formats {

struct PdfTable {
    std::size_t before = 0;  // it stands in the place of this line of the page
    bool has_header = false;
    std::vector<std::vector<std::string>> rows;
};

// Takes the lines of tables out of the page's text (is_in_table). In doubt there is no table: rows
// of one text in columns, lists and tables of contents are none.
std::vector<PdfTable> take_tables(PdfPage& page);

}  // namespace ingestd::formats
