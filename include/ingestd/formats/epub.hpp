// EPUB books (2 and 3).
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// The chapters in the order of the spine, each read as HTML is; a chapter counts as a page. Title,
// authors and language from the package document. A damaged or missing chapter is told in a
// warning.
//   errors  password_required for protected text; malformed; too_large; no_text
Outcome read_epub(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats
