#include <ingestd/document/moment.hpp>

#include "support/catch.hpp"

namespace ingestd {
namespace {

TEST_CASE("a moment is as long as what it leaves out", "[document][moment]") {
    const auto [text, begin, end] = GENERATE(table<std::string, std::string, std::string>({
        {"2024", "2024-01-01T00:00:00.000000+00:00", "2025-01-01T00:00:00.000000+00:00"},
        {"2024-12", "2024-12-01T00:00:00.000000+00:00", "2025-01-01T00:00:00.000000+00:00"},
        {"2024-02-28", "2024-02-28T00:00:00.000000+00:00", "2024-02-29T00:00:00.000000+00:00"},
        {"2024-02-29T23:59",
         "2024-02-29T23:59:00.000000+00:00",
         "2024-03-01T00:00:00.000000+00:00"},
        {"2024-02-29T10:00:07Z",
         "2024-02-29T10:00:07.000000+00:00",
         "2024-02-29T10:00:08.000000+00:00"},
        {"2024-02-29T10:00:07.5+02:00",
         "2024-02-29T08:00:07.500000+00:00",
         "2024-02-29T08:00:07.500001+00:00"},
    }));
    CAPTURE(text);

    const auto moment = parse_moment(text);

    REQUIRE(moment);
    CHECK(format_timestamp(moment->begin) == begin);
    CHECK(format_timestamp(moment->end) == end);
}

TEST_CASE("a moment may lie before 1970", "[document][moment]") {
    CHECK(parse_moment("1967-05-01")->end < Timestamp{});
    CHECK(parse_moment("0001"));
}

TEST_CASE("what is no moment is none", "[document][moment]") {
    const auto text = GENERATE(
        as<std::string>{},
        "",
        "0000",
        "24",
        "2024-",
        "2024-1",
        "2024-13",
        "2024-02-30",
        "2024-02-29T",
        "2024-02-29T24:00",
        "2024-02-29T10:00:07Zulu",
        "10000-01-01"
    );
    CAPTURE(text);

    CHECK_FALSE(parse_moment(text));
}

}  // namespace
}  // namespace ingestd
