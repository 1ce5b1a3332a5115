// Bounds how deep HTML is nested, before it is parsed. Private to the room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ingestd::formats {

// Browsers stop nesting at this depth too; parsers take quadratic time beyond it.
inline constexpr std::size_t html_depth_max = 512;

//   html         the document, without the tags that would nest deeper; their text stays
//   was_deeper   whether there were any
struct Flattened {
    std::string html;
    bool was_deeper = false;
};

// Counts start tags against end tags. Elements whose end tag may be left out (p, li, td …) do not
// count: they only nest inside of others that do.
Flattened flatten_html(std::string_view html);

}  // namespace ingestd::formats
