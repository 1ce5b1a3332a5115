// Writes XHTML so that an HTML parser takes it as it is meant. Private to the room.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::formats {

// To HTML `<title/>` is a start tag, and the whole book would be the title: elements without
// content get an end tag. CDATA sections become text; processing instructions go.
std::string html_of_xhtml(std::string_view xhtml);

}  // namespace ingestd::formats
