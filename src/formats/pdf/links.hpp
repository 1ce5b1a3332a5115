// What is told of where the links on a page of a PDF lead. Private to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "page_text.hpp"

namespace ingestd::formats {

// A link's target as it is told: of http and https, and of mailto the address alone. Empty: it is
// none of these, holds what an address cannot hold, or is longer than people write them.
std::string told_target(std::string_view uri);

// From words that lead somewhere to targets of their lines, and of the last word of each link: each
// target once a page, and none that its words say themselves.
//   REQUIRES  the words' links are indices of the page's targets
void settle_links(PdfPage& page);

// "the text (https://example.org, a@example.org)"
std::string with_targets(std::string_view text, const std::vector<std::string>& targets);

}  // namespace ingestd::formats
