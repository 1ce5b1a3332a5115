// How an upload wants its documents treated: `options` on the wire. Only what is built stands here;
// intake refuses the rest with a pointer.
#pragma once

#include <cstdint>

namespace ingestd {

// Bounds and defaults of the wire contract, in tokens as ingestd/chunk/token_count.hpp counts them.
struct ChunkingOptions {
    std::uint32_t max_tokens = 256;
    std::uint32_t overlap_tokens = 32;

    friend bool operator==(const ChunkingOptions&, const ChunkingOptions&) = default;
};

inline constexpr std::uint32_t chunk_tokens_min = 16;    // below it a chunk says nothing
inline constexpr std::uint32_t chunk_tokens_max = 8192;  // the largest embedding models take

struct UploadOptions {
    ChunkingOptions chunking;

    friend bool operator==(const UploadOptions&, const UploadOptions&) = default;
};

}  // namespace ingestd
