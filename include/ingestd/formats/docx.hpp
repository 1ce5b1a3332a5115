// Word documents (.docx: Office Open XML, ECMA-376 and its strict variant).
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// Headings (by style or outline level), paragraphs, list items, captions, table rows; text boxes
// follow the paragraph that they stand in, foot- and endnotes the whole text. Tracked deletions,
// comments, page headers and footers are left out. Pages are not known: Word makes them anew each
// time. Title, author and language from the core properties.
//   errors  password_required; malformed; too_large; no_text
Outcome read_docx(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats
