// PDF through poppler.
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// Loads, for good, the code that poppler would load when it meets its first text: to be called
// before the process gives up loading code. False: there is none.
bool load_pdf_conversions();

// Page by page, in the reading order that poppler finds (columns one after another). Lines stay
// lines; empty lines part paragraphs. Title, author and number of pages come from the document's
// own data.
//   errors  password_required; malformed; no_text when no page has a text layer; too_large (over 2
//   GiB)
Outcome read_pdf(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats
