// Jupyter notebooks (nbformat 3 and 4).
#pragma once

#include <cstddef>
#include <string_view>

#include <ingestd/base/units.hpp>
#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

inline constexpr std::size_t output_text_max = 2_KiB;  // of one output: a sample says what it is
inline constexpr std::size_t outputs_max = 20;         // of one cell

// Markdown cells as Markdown, code cells as code, each followed by the beginnings of its text
// outputs, as code. Pictures, HTML that has a text beside it, attachments and widgets are left out.
// The declared title becomes a heading where the first cell does not hold it. A document without
// cells is read as JSON.
//   errors  malformed with line and column, also when nested deeper than json_depth_max; too_large;
//           no_text
Outcome read_notebook(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats
