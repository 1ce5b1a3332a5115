#include "../../src/vector/slot_layout.hpp"

#include "support/catch.hpp"

using namespace ingestd::vector;

TEST_CASE("every slot is in one segment", "[vector][layout]") {
    std::size_t first = 0;
    for (std::size_t segment = 0; segment < 12; ++segment) {
        CHECK(first_slot_of(segment) == first);
        CHECK(segment_of_slot(first) == segment);
        CHECK(segment_of_slot(first + slots_of(segment) - 1) == segment);
        first += slots_of(segment);
    }
    CHECK(slots_of(0) == 256);
    CHECK(slots_of(1) == 256);
    CHECK(slots_of(8) == 32768);
    CHECK(slots_of(9) == 65536);
    CHECK(segment_of_slot(slots_max - 1) == segments_max - 1);
}

TEST_CASE("the arrays of a segment do not overlap, and begin at cache lines", "[vector][layout]") {
    const SegmentLayout layout{256, half_code_bytes(384)};
    CHECK(layout.steps == 2048);
    CHECK(layout.coarse_errors == 3072);
    CHECK(layout.fine_errors == 4096);
    CHECK(layout.high == 5120);
    CHECK(layout.low == 5120 + 256 * 192);
    CHECK(layout.bytes == 104 * 1024);
}
