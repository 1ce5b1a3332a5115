// Walks the tree of an HTML document and writes its blocks. Private to the room.
#pragma once

#include <string>
#include <string_view>

#include "block_writer.hpp"

namespace ingestd::formats {

struct HtmlHead {
    std::string title;
    std::string author;
    std::string language;
    std::string created;  // as declared
    std::string modified;
};

// Writes the blocks of `html` (UTF-8; a document or a piece of one).
HtmlHead write_html(std::string_view html, BlockWriter& writer);

}  // namespace ingestd::formats
