// What a page of a PDF without text draws instead. Private to the room.
#pragma once

class PDFDoc;

namespace ingestd::formats {

// Whether it may be text: pictures that are larger than an ornament, letters drawn as lines, or
// characters that have no meaning. Decodes no picture, so it costs a hundredth of reading the page
// by OCR.
bool may_show_text(PDFDoc& document, int page);

}  // namespace ingestd::formats
