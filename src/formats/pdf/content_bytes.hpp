// The bytes of a page's content. Private to the room.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

class Object;

namespace ingestd::formats {

//   joins  where a stream ends and a line feed was put that is in none, in order
struct ContentBytes {
    std::string bytes;
    std::vector<std::size_t> joins{};
};

// What the content says, unpacked: of a stream, or of an array of streams, which follow each other.
// None: it is neither, or longer than a page's content should be.
std::optional<ContentBytes> content_bytes(const Object& contents);

}  // namespace ingestd::formats
