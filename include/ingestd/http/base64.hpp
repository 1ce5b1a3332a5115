// Base64 as JSON carries bytes (RFC 4648 section 4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ingestd::http {

// Strict: padded, no white space or line ends, no stray bits behind the last byte. nullopt: it is
// not that.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace ingestd::http
