#include <ingestd/http/iso_time.hpp>

#include "support/catch.hpp"

namespace ingestd::http {
namespace {

TEST_CASE("a moment is read in the shapes that people and programs write", "[http][iso_time]") {
    const auto [text, same] = GENERATE(table<std::string, std::string>({
        {"2025-12-28", "2025-12-28T00:00:00.000000+00:00"},
        {"2025-12-28T04:26", "2025-12-28T04:26:00.000000+00:00"},
        {"2025-12-28T04:26Z", "2025-12-28T04:26:00.000000+00:00"},
        {"2025-12-28 04:26:10", "2025-12-28T04:26:10.000000+00:00"},
        {"2025-12-28T04:26:10.5Z", "2025-12-28T04:26:10.500000+00:00"},
        {"2025-12-28T04:26:10.123456789Z", "2025-12-28T04:26:10.123456+00:00"},
        {"2025-12-28T04:26:10.123456+00:00", "2025-12-28T04:26:10.123456+00:00"},
        {"2025-12-28T04:26:10+01:30", "2025-12-28T02:56:10.000000+00:00"},
        {"2025-12-28T04:26:10-05:00", "2025-12-28T09:26:10.000000+00:00"},
        {"2025-12-28T04:26:10 00:00", "2025-12-28T04:26:10.000000+00:00"},
        {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000000+00:00"},
    }));
    CAPTURE(text);

    REQUIRE(parse_iso_time(text) == parse_timestamp(same));
}

TEST_CASE("what is no moment is refused", "[http][iso_time]") {
    const auto text = GENERATE(
        as<std::string>{},
        "",
        "yesterday",
        "2025",
        "2025-12",
        "2025-13-01",
        "2025-02-30",
        "1969-12-31",
        "2025-12-28T",
        "2025-12-28T24:00",
        "2025-12-28T04:60",
        "2025-12-28T04:26:",
        "2025-12-28T04:26:10.",
        "2025-12-28T04:26:10+1",
        "2025-12-28T04:26:10ZZ",
        "2025-12-28Z"
    );
    CAPTURE(text);

    REQUIRE(parse_iso_time(text) == std::nullopt);
}

}  // namespace
}  // namespace ingestd::http
