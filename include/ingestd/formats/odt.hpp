// OpenDocument texts (.odt: ISO/IEC 26300, LibreOffice Writer).
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// Headings (by outline level, or the styles Title and Heading), paragraphs, list items, captions,
// table rows; text boxes and notes follow the paragraph that they stand in. Tracked deletions,
// comments, page headers and footers are left out. Title, author and language from the document's
// own data.
//   errors  password_required; malformed; too_large; no_text
Outcome read_odt(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats
