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
