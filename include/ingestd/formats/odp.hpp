// OpenDocument presentations (.odp: ISO/IEC 26300, LibreOffice Impress).
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// Slide by slide, each a page: its title as heading, text, list items, tables, then the speaker's
// notes. Header, footer, date and number of slides, and comments are left out. Title, author and
// language from the document's own data.
//   errors  password_required; malformed; too_large; no_text
Outcome read_odp(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats
