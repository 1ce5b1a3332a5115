// LaTeX sources, read lightly: what a document says, not how it is set.
#pragma once

#include <cstddef>
#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

inline constexpr std::size_t latex_depth_max = 1000;  // braces within braces

// Headings, paragraphs, list items, rows of tabulars, captions; verbatim and listings as code;
// formulas as their source; footnotes behind their paragraph. Title and author. No macro is
// expanded and no other file is read. Comments, definitions, drawings, labels and the preamble are
// left out; of references and citations the key stays, "[knuth84]".
//   errors  malformed when nested too deep; too_large; no_text
Outcome read_latex(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats
