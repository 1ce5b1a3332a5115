// Reads what stands on a page, through poppler. Private to the room.
#pragma once

#include "page_text.hpp"

class PDFDoc;

namespace ingestd::formats {

//   number  from 1
PdfPage read_page(PDFDoc& document, int number);

}  // namespace ingestd::formats
