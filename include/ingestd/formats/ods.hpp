// OpenDocument spreadsheets (.ods: ISO/IEC 26300, LibreOffice Calc).
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// Sheet by sheet, each a page with its name as heading; a row a line, its cells joined by " | ".
// Numbers as they are stored, dates in ISO form, all else as it is shown. Comments, drawings and
// page headers are left out. Title, author and language from the document's own data.
//   memory  one row
//   errors  password_required; malformed; too_large; no_text
Outcome read_ods(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats
