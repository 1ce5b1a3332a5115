#include <ingestd/app/quantity.hpp>

#include "support/catch.hpp"

namespace ingestd::app {
namespace {

using namespace std::chrono_literals;

TEST_CASE("a size is a whole number and its unit", "[quantity]") {
    const auto [text, bytes] = GENERATE(table<std::string, std::optional<std::uint64_t>>({
        {"0", 0u},
        {"1000", 1000u},
        {"1B", 1u},
        {"64KiB", 65'536u},
        {"16 MiB", 16'777'216u},
        {"2GiB", 2'147'483'648u},
        {"1TiB", 1'099'511'627'776u},
        {"5kB", 5'000u},
        {"5MB", 5'000'000u},
        {"18446744073709551615", 18'446'744'073'709'551'615u},
        {"18446744073709551616", std::nullopt},
        {"16777216TiB", std::nullopt},
        {"", std::nullopt},
        {"MiB", std::nullopt},
        {"-1", std::nullopt},
        {"+1", std::nullopt},
        {"1.5MiB", std::nullopt},
        {"16mib", std::nullopt},
        {"16MiB ", std::nullopt},
    }));
    CAPTURE(text);
    CHECK(parse_size(text) == bytes);
}

TEST_CASE("a duration says its unit", "[quantity]") {
    const auto [text, duration] =
        GENERATE(table<std::string, std::optional<std::chrono::milliseconds>>({
            {"500ms", 500ms},
            {"0s", 0ms},
            {"300s", 300s},
            {"5m", 5min},
            {"2 h", 2h},
            {"1d", 24h},
            {"36500d", 24h * 36'500},
            {"36501d", std::nullopt},
            {"18446744073709551615d", std::nullopt},
            {"300", std::nullopt},
            {"5min", std::nullopt},
            {"-5s", std::nullopt},
            {"", std::nullopt},
        }));
    CAPTURE(text);
    CHECK(parse_duration(text) == duration);
}

TEST_CASE("a size that is shown reads back as itself", "[quantity]") {
    const auto [bytes, text] = GENERATE(table<std::uint64_t, std::string>(
        {{0, "0"},
         {1, "1B"},
         {1000, "1000B"},
         {1536, "1536B"},
         {65'536, "64KiB"},
         {16'777'216, "16MiB"},
         {17'179'869'184, "16GiB"}}
    ));
    CHECK(format_size(bytes) == text);
    CHECK(parse_size(text) == bytes);
}

TEST_CASE("a duration that is shown reads back as itself", "[quantity]") {
    const auto [duration, text] = GENERATE(table<std::chrono::milliseconds, std::string>(
        {{0ms, "0s"}, {1ms, "1ms"}, {1500ms, "1500ms"}, {75s, "75s"}, {300s, "5m"}, {24h, "1d"}}
    ));
    CHECK(format_duration(duration) == text);
    CHECK(parse_duration(text) == duration);
}

}  // namespace
}  // namespace ingestd::app
