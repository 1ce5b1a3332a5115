// A place in a list, as the text that a client hands back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ingestd::collections {

// After the document of this key. Any key: in hexadecimal, so that the text is plain.
std::string after_key(std::string_view key);
std::optional<std::string> parse_after_key(std::string_view cursor);

// From the chunk at this position on.
std::string from_position(std::uint64_t position);
std::optional<std::uint64_t> parse_from_position(std::string_view cursor);

}  // namespace ingestd::collections
