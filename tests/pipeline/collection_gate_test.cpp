#include <ingestd/pipeline/collection_gate.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using pipeline::Access;
using pipeline::CollectionGate;

namespace {

UploadId upload(std::uint8_t n) {
    UploadId id;
    id.bytes[15] = n;
    return id;
}

}  // namespace

TEST_CASE("uploads that add to a collection work at the same time", "[pipeline][collection_gate]") {
    CollectionGate gate;

    REQUIRE(gate.enter("c", upload(1), Access::shared));
    REQUIRE(gate.enter("c", upload(2), Access::shared));
}

TEST_CASE(
    "a new generation waits for those that write the old one", "[pipeline][collection_gate]"
) {
    CollectionGate gate;
    gate.enter("c", upload(1), Access::shared);
    gate.enter("c", upload(2), Access::shared);
    REQUIRE_FALSE(gate.enter("c", upload(3), Access::exclusive));

    REQUIRE(gate.leave("c", upload(1)).empty());
    REQUIRE(gate.leave("c", upload(2)) == std::vector{upload(3)});
}

TEST_CASE(
    "an upload that comes while a generation is built waits for it", "[pipeline][collection_gate]"
) {
    CollectionGate gate;
    gate.enter("c", upload(1), Access::exclusive);
    REQUIRE_FALSE(gate.enter("c", upload(2), Access::shared));
    REQUIRE_FALSE(gate.enter("c", upload(3), Access::shared));

    REQUIRE(gate.leave("c", upload(1)) == std::vector{upload(2), upload(3)});
}

TEST_CASE("nobody overtakes a waiting new generation", "[pipeline][collection_gate]") {
    CollectionGate gate;
    gate.enter("c", upload(1), Access::shared);
    gate.enter("c", upload(2), Access::exclusive);

    REQUIRE_FALSE(gate.enter("c", upload(3), Access::shared));
    REQUIRE(gate.leave("c", upload(1)) == std::vector{upload(2)});
}

TEST_CASE("two new generations of one collection are ordered", "[pipeline][collection_gate]") {
    CollectionGate gate;
    gate.enter("c", upload(1), Access::exclusive);
    gate.enter("c", upload(2), Access::exclusive);

    REQUIRE(gate.leave("c", upload(1)) == std::vector{upload(2)});
}

TEST_CASE("one that gives up waiting lets the next pass", "[pipeline][collection_gate]") {
    CollectionGate gate;
    gate.enter("c", upload(1), Access::shared);
    gate.enter("c", upload(2), Access::exclusive);
    gate.enter("c", upload(3), Access::shared);

    REQUIRE(gate.leave("c", upload(2)) == std::vector{upload(3)});
}

TEST_CASE("collections do not wait for each other", "[pipeline][collection_gate]") {
    CollectionGate gate;
    gate.enter("a", upload(1), Access::exclusive);

    REQUIRE(gate.enter("b", upload(2), Access::exclusive));
}

TEST_CASE("who waits is told for whom", "[pipeline][collection_gate]") {
    using Ahead = CollectionGate::Ahead;
    CollectionGate gate;
    gate.enter("c", upload(1), Access::shared);
    gate.enter("c", upload(2), Access::shared);
    gate.enter("c", upload(3), Access::exclusive);
    gate.enter("c", upload(4), Access::shared);
    gate.enter("c", upload(5), Access::shared);

    REQUIRE(gate.waited_for("c", upload(3)) == Ahead{upload(1), 2});
    REQUIRE(gate.waited_for("c", upload(5)) == Ahead{upload(1), 3});
    REQUIRE(gate.waited_for("c", upload(1)) == Ahead{});
    gate.leave("c", upload(1));
    gate.leave("c", upload(2));
    REQUIRE(gate.waited_for("c", upload(5)) == Ahead{upload(3), 1});
    gate.enter("c", upload(6), Access::exclusive);
    REQUIRE(gate.waited_for("c", upload(6)) == Ahead{upload(3), 3});
}

namespace {

UploadId numbered(std::size_t n) {
    auto id = upload(static_cast<std::uint8_t>(n % 256));
    id.bytes[14] = static_cast<std::uint8_t>(n / 256);
    return id;
}

// As many are inside as may be, and so many wait for room.
CollectionGate filled(std::size_t waiting) {
    CollectionGate gate;
    for (std::size_t n = 0; n < pipeline::shared_inside_max; ++n)
        gate.enter("c", numbered(n), Access::shared);
    for (std::size_t n = 0; n < waiting; ++n)
        gate.enter("c", numbered(pipeline::shared_inside_max + n), Access::shared);
    return gate;
}
UploadId waiting(std::size_t n) {
    return numbered(pipeline::shared_inside_max + n);
}

}  // namespace

TEST_CASE(
    "past so many uploads the next ones wait for room, in their order",
    "[pipeline][collection_gate]"
) {
    auto gate = filled(3);

    CHECK(gate.waited_for("c", numbered(0)) == CollectionGate::Ahead{});
    CHECK(gate.waited_for("c", waiting(2)) == CollectionGate::Ahead{.first = {}, .place = 3});
    CHECK(gate.leave("c", numbered(7)) == std::vector{waiting(0)});
    CHECK(gate.waited_for("c", waiting(2)).place == 2);
    CHECK(gate.leave("c", waiting(0)) == std::vector{waiting(1)});
    CHECK(gate.enter("other", numbered(999), Access::shared));
}

TEST_CASE(
    "who waits for room no longer is not counted in its place", "[pipeline][collection_gate]"
) {
    auto gate = filled(5);

    CHECK(gate.leave("c", waiting(1)).empty());
    CHECK(gate.leave("c", waiting(3)).empty());
    CHECK(gate.waited_for("c", waiting(2)).place == 2);
    CHECK(gate.waited_for("c", waiting(4)).place == 3);
    CHECK(gate.leave("c", waiting(0)).empty());
    CHECK(gate.waited_for("c", waiting(4)).place == 2);
    CHECK(gate.leave("c", numbered(0)) == std::vector{waiting(2)});
    CHECK(gate.waited_for("c", waiting(4)).place == 1);
}

TEST_CASE(
    "behind a new generation an upload waits for that, not for room", "[pipeline][collection_gate]"
) {
    auto gate = filled(0);
    gate.enter("c", waiting(0), Access::exclusive);
    gate.enter("c", waiting(1), Access::shared);

    CHECK(gate.waited_for("c", waiting(1)).place == 0);
    CHECK(gate.waited_for("c", waiting(1)).count == pipeline::shared_inside_max + 1);
}
