// The namespaces of the formats that are read, each under one short prefix. Private to the room.
#pragma once

#include <string_view>

namespace ingestd::formats {

// The prefix for a namespace: "w" for both of WordprocessingML's, "text" for OpenDocument's text …;
// "?" for one that is not known, "" for none. What prefix the document chose does not count.
std::string_view xml_prefix(std::string_view uri);

}  // namespace ingestd::formats
