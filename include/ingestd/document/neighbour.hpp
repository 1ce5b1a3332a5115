// A chunk beside one that was found.
#pragma once

#include <ingestd/base/id.hpp>
#include <ingestd/document/chunk.hpp>

namespace ingestd {

// text, range: without what of it the one nearer to what was found holds, too.
struct Neighbour {
    ChunkId id{};
    std::uint64_t position = 0;
    ByteRange range{};
    std::uint32_t page = 0;  // as a chunk's
    std::uint32_t page_end = 0;
    std::string text;

    friend bool operator==(const Neighbour&, const Neighbour&) = default;
};

}  // namespace ingestd
