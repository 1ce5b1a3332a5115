#include "../../src/formats/declared_time.hpp"

#include "support/catch.hpp"

using namespace ingestd::formats;

TEST_CASE("a declared time is given in UTC", "[formats][dates]") {
    CHECK(utc_of_iso("2024-10-08T09:40:40Z") == "2024-10-08T09:40:40Z");
    CHECK(utc_of_iso(" 2024-10-08T11:40:40.123+02:00\n") == "2024-10-08T09:40:40Z");
    CHECK(utc_of_iso("2024-12-31 23:30 -0100") == "2025-01-01T00:30:00Z");
    CHECK(utc_of_iso("2024-10-08T09:40:40") == "2024-10-08T09:40:40Z");
    CHECK(utc_of_pdf("D:20241008114040+02'00'") == "2024-10-08T09:40:40Z");
    CHECK(utc_of_pdf("D:20241008114040-05'30") == "2024-10-08T17:10:40Z");
    CHECK(utc_of_pdf("D:20240229235960Z") == "2024-03-01T00:00:00Z");
    CHECK(utc_of_pdf("199812231952") == "1998-12-23T19:52:00Z");
}

TEST_CASE("a date is given as precisely as it was declared", "[formats][dates]") {
    CHECK(utc_of_iso("2024-10-08") == "2024-10-08");
    CHECK(utc_of_iso("2024-10") == "2024-10");
    CHECK(utc_of_iso("2024") == "2024");
    CHECK(utc_of_pdf("D:2024") == "2024");
    CHECK(utc_of_pdf("D:20241008") == "2024-10-08");
}

TEST_CASE("what is no moment gives no date", "[formats][dates]") {
    const auto* text = GENERATE(
        "",
        "yesterday",
        "08.10.2024",
        "2024-13-01",
        "2024-02-30",
        "2024-10-08T25:00:00Z",
        "2024-10-08T09",
        "2024-10-08T09:40:40+99:00",
        "2024-10-08 and more",
        "0000-01-01",
        "2024-",
        "20241008",
        "-2024"
    );
    CHECK(utc_of_iso(text).empty());
}

TEST_CASE("what stands behind a PDF's date does not spoil it", "[formats][dates]") {
    CHECK(utc_of_pdf("D:20241008114040+02'00' (approximately)") == "2024-10-08T09:40:40Z");
    CHECK(utc_of_pdf("D:20241008114040?") == "2024-10-08T11:40:40Z");
    CHECK(utc_of_pdf("Thu Oct  8 2024").empty());
    CHECK(utc_of_pdf("D:20249908").empty());
}
