// Text strings of a PDF: UTF-16, UTF-8 or PDFDocEncoding. Private to the room.
#pragma once

#include <string>

class GooString;

namespace ingestd::formats {

// In UTF-8; empty for none.
std::string text_string(const GooString* text);

}  // namespace ingestd::formats
