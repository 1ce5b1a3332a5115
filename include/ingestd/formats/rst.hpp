// reStructuredText, as docutils and Sphinx have it, read lightly.
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// Headings by adornment, paragraphs, list items, fields, rows of grid and simple tables, literal
// and code blocks, and what notes and other directives hold. Title, when the document begins with
// one, and author of its fields. Comments, options, targets, substitutions and directives that
// bring other things (pictures, files, tables of contents) are left out; inline markup goes, its
// text stays.
//   errors  too_large, no_text
Outcome read_rst(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats
