#include <ingestd/progress/rate_window.hpp>

#include "progress/events.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::progress;
using Catch::Detail::Approx;
using progress::testing::at_ms;

TEST_CASE("nothing counted yet is no speed", "[progress][rate]") {
    RateWindow rate;

    REQUIRE(rate.per_second(at_ms(1000)) == 0);
}

TEST_CASE("an even pace is told as it is", "[progress][rate]") {
    RateWindow rate;
    for (int ms = 0; ms < 30'000; ms += 100) rate.add(10, at_ms(ms));

    REQUIRE(rate.per_second(at_ms(29'999)) == Approx(100));
}

TEST_CASE("the first seconds are divided by themselves, not by the window", "[progress][rate]") {
    RateWindow rate;
    for (int ms = 0; ms < 2'000; ms += 100) rate.add(10, at_ms(ms));

    REQUIRE(rate.per_second(at_ms(1'999)) == Approx(100));
}

TEST_CASE("what is older than the window no longer counts", "[progress][rate]") {
    RateWindow rate;
    rate.add(1000, at_ms(0));

    CHECK(rate.per_second(at_ms(9'999)) == Approx(100));
    CHECK(rate.per_second(at_ms(10'000)) == 0);
}

TEST_CASE("work that begins again is not slowed by the wait before it", "[progress][rate]") {
    RateWindow rate;
    rate.add(1000, at_ms(0));
    rate.add(50, at_ms(3'600'000));

    REQUIRE(rate.per_second(at_ms(3'600'000)) == Approx(100));
}

TEST_CASE("a clock that is set back stands still", "[progress][rate]") {
    RateWindow rate;
    rate.add(50, at_ms(100'000));
    rate.add(50, at_ms(0));

    REQUIRE(rate.per_second(at_ms(50'000)) == Approx(200));
}
