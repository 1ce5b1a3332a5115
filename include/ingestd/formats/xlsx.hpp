// Excel workbooks (.xlsx: Office Open XML, ECMA-376 and its strict variant).
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// Sheet by sheet, each a page with its name as heading; a row a line, its cells joined by " | ".
// Numbers as they are stored, dates and times in ISO form where the cell's format makes them such,
// of formulas the value that was last computed. Comments, page headers, charts and pictures are
// left out. Title, author and language from the core properties. A damaged sheet is told in a
// warning.
//   memory  one row, and the strings that cells share (at most 256 MiB)
//   errors  password_required; malformed; too_large; no_text; unsupported_type (.xlsb)
Outcome read_xlsx(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats
