// YAML 1.1 through libyaml's event parser.
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// As JSON is read: one line a scalar, "path.to[2].it: value". Each document of the stream, and each
// element of an outermost list, begins a paragraph. Nulls, empty strings and !!binary are left out,
// and so are comments. An alias is given as it stands ("*name"), never expanded. What is not valid
// YAML (templates often are not) is given as code as a whole, with a warning of where.
//   errors  malformed when nested deeper than json_depth_max; too_large; no_text
Outcome read_yaml(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats
