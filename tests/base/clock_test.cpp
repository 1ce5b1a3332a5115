#include <ingestd/base/clock.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace std::chrono;

TEST_CASE("a time is shown with microseconds and offset", "[base][clock]") {
    const Timestamp time = sys_days{2025y / December / 28} + 4h + 26min + 10s + 123456us;

    REQUIRE(format_timestamp(time) == "2025-12-28T04:26:10.123456+00:00");
    REQUIRE(format_timestamp(Timestamp{}) == "1970-01-01T00:00:00.000000+00:00");
}

TEST_CASE("a time reads back what it shows", "[base][clock]") {
    const auto now = wall_now();

    REQUIRE(parse_timestamp(format_timestamp(now)) == now);
}

TEST_CASE("what is not exactly such a time is refused", "[base][clock]") {
    const auto text = GENERATE(
        as<std::string>{},
        "",
        "2025-12-28",
        "2025-12-28T04:26:10+00:00",
        "2025-12-28T04:26:10.123456Z",
        "2025-02-30T04:26:10.123456+00:00",
        "2025-12-28T24:26:10.123456+00:00",
        "2025-12-28T04:26:10.123456+00:00x"
    );
    CAPTURE(text);

    REQUIRE(parse_timestamp(text) == std::nullopt);
}
