// Inline markup of reStructuredText. Private to the room.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::formats {

// Its text: "*a*", "**a**", "``a``", ":role:`a`", "`a <target>`_", "|a|" and "[1]_" without their
// marks.
std::string without_rst_markup(std::string_view text);

}  // namespace ingestd::formats
