#include <ingestd/intake/acceptance_clock.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using intake::AcceptanceClock;

namespace {

Timestamp at(std::int64_t microseconds) {
    return Timestamp{std::chrono::microseconds{microseconds}};
}

}  // namespace

TEST_CASE("an upload's time is the wall clock's", "[intake][acceptance_clock]") {
    AcceptanceClock clock;

    REQUIRE(clock.next(at(1'000)) == at(1'000));
    REQUIRE(clock.next(at(2'000)) == at(2'000));
}

TEST_CASE("no two uploads have the same time", "[intake][acceptance_clock]") {
    AcceptanceClock clock;

    REQUIRE(clock.next(at(1'000)) == at(1'000));
    REQUIRE(clock.next(at(1'000)) == at(1'001));
    REQUIRE(clock.next(at(1'001)) == at(1'002));
}

TEST_CASE(
    "a clock that was set back does not make a newer upload older", "[intake][acceptance_clock]"
) {
    AcceptanceClock clock{at(5'000)};

    REQUIRE(clock.next(at(1'000)) == at(5'001));
    REQUIRE(clock.next(at(9'000)) == at(9'000));
}
