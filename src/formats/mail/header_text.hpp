// The text of mail headers. Private to the room.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::formats {

// A header's value as a person reads it: one line, encoded words (RFC 2047) read in their charset,
// what is not ASCII and not encoded in the likeliest one.
std::string header_text(std::string_view raw);

// The parameter `name` of a header like Content-Type, decoded (RFC 2231; encoded words, too, which
// many programs write). Empty: it has none.
std::string header_parameter(std::string_view raw, std::string_view name);

}  // namespace ingestd::formats
