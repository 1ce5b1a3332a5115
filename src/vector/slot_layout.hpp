// Where in the file everything stands.
//
//   head      0     8  "ingvec01"
//             8     4  01020304: read as another number where the byte order differs
//            12     4  dimension
//            16     8  FNV-1a of the 16 bytes before
//            64     8  slots in use, dead ones counted
//           128    16  FNV-1a twice over of the boot in which the file was opened last
//           144     8  slots that are synced: they outlive a loss of power
//           152     8  FNV-1a of the 24 bytes before
//          4096        segments, one after the other
//
// All else is zero, all numbers are the machine's own. Segments grow: 256 slots, 256 again, 512,
// 1024 … 32,768, from then on 65,536 each. A segment begins at a page and holds, for each of its
// slots, one array after the other, each beginning at a multiple of 64 bytes:
//
//   rows           8  of each slot: the row; its negative: dead
//   steps          4  f32
//   coarse errors  4  f32
//   fine errors    4  f32
//   high halves       half_code_bytes(dimension)
//   low halves        the same
//
// A slot is written once, before it is counted as in use; afterwards only its row changes, once,
// when it dies. Rows ascend with the slots, the signs of dead ones left aside.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "half_codes.hpp"

namespace ingestd::vector {

inline constexpr std::size_t page_bytes = 4096;
inline constexpr std::size_t segments_max = 1024;
inline constexpr std::size_t first_segment_slots = 256;
inline constexpr std::size_t last_segment_slots = 65536;
inline constexpr std::size_t growing_segments = 8;  // after the first; each doubles all before

// Some 66 million.
inline constexpr std::size_t slots_max = (segments_max - growing_segments) * last_segment_slots;

constexpr std::size_t segment_of_slot(std::size_t slot) {
    if (slot < first_segment_slots) return 0;
    if (slot < last_segment_slots) {
        return static_cast<std::size_t>(std::bit_width(slot)) - 8;
    }
    return growing_segments + slot / last_segment_slots;
}

constexpr std::size_t first_slot_of(std::size_t segment) {
    if (segment == 0) return 0;
    if (segment <= growing_segments) return first_segment_slots / 2 << segment;
    return (segment - growing_segments) * last_segment_slots;
}

constexpr std::size_t slots_of(std::size_t segment) {
    return first_slot_of(segment + 1) - first_slot_of(segment);
}

// The arrays of a segment, by what they are apart from its beginning.
struct SegmentLayout {
    constexpr SegmentLayout(std::size_t slots, std::size_t code_bytes)
        : steps{aligned(slots * sizeof(std::int64_t), 64)},
          coarse_errors{steps + aligned(slots * sizeof(float), 64)},
          fine_errors{coarse_errors + aligned(slots * sizeof(float), 64)},
          high{fine_errors + aligned(slots * sizeof(float), 64)},
          low{high + aligned(slots * code_bytes, 64)},
          bytes{aligned(low + slots * code_bytes, page_bytes)} {}

    std::size_t steps, coarse_errors, fine_errors, high, low;
    std::size_t bytes;  // of the segment

private:
    static constexpr std::size_t aligned(std::size_t bytes, std::size_t to) {
        return (bytes + to - 1) / to * to;
    }
};

}  // namespace ingestd::vector
