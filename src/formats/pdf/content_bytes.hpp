// The bytes of a page's content. Private to the room.
#pragma once

#include <optional>
#include <string>

class Object;

namespace ingestd::formats {

// What the content says, unpacked: of a stream, or of an array of streams, which follow each other.
// None: it is neither, or longer than a page's content should be.
std::optional<std::string> content_bytes(const Object& contents);

}  // namespace ingestd::formats
