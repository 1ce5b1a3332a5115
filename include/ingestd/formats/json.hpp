// JSON, and JSON Lines, through nlohmann's event parser.
#pragma once

#include <cstddef>
#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

inline constexpr std::size_t json_depth_max = 512;  // deeper nesting is an attack, not data

// One line a leaf, "path.to[2].it: value"; each element of a top-level array begins a paragraph.
// Nulls and empty strings are left out.
//   errors  malformed with line and column, also when nested too deep; too_large; no_text
Outcome read_json(std::string_view content, BlockSink& sink);

// One value a line, each a paragraph. A line that is not JSON is told in a warning and left out.
//   errors  malformed when no line is JSON; too_large for one line; no_text
Outcome read_json_lines(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats
