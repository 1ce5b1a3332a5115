// What becomes of reStructuredText's directives. Private to the room.
#pragma once

#include <string_view>

namespace ingestd::formats {

enum class RstDirective {
    text,     // its argument and its content are text; so are those of unknown ones
    code,     // its content is
    formula,  // its content is one
    figure,   // its content begins with the caption
    table,    // its argument is the caption
    csv,      // the same, and its content is records
    version,  // its argument begins with the version from which something holds
    left_out,
};
RstDirective directive_named(std::string_view name);

// "Added in version " and the like, as a reader sees it.
std::string_view version_words(std::string_view name);

}  // namespace ingestd::formats
