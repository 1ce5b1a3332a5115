#include <ingestd/remote/backoff.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace std::chrono_literals;
using remote::Backoff;
using remote::parse_retry_after;

namespace {

const auto now = *parse_timestamp("2026-11-27T08:49:37.500000+00:00");

}

TEST_CASE("each failure in a row doubles the wait, up to a bound", "[remote][backoff]") {
    Backoff backoff;

    CHECK(backoff.fail(1, {}) == 500ms);
    CHECK(backoff.fail(1, {}) == 1s);
    CHECK(backoff.fail(1, {}) == 2s);
    for (int i = 0; i < 100; ++i) backoff.fail(1, {});
    CHECK(backoff.fail(1, {}) == 60s);
    CHECK(backoff.failures() == 104);
}

TEST_CASE("an answer ends the row of failures", "[remote][backoff]") {
    Backoff backoff;
    backoff.fail(1, {});
    backoff.fail(1, {});

    backoff.succeed();

    CHECK(backoff.failures() == 0);
    CHECK(backoff.fail(1, {}) == 500ms);
}

TEST_CASE("chance spreads a wait over its second half", "[remote][backoff]") {
    CHECK(Backoff{}.fail(0, {}) == 250ms);
    CHECK(Backoff{}.fail(0.5, {}) == 375ms);
}

TEST_CASE("what a service asks for is waited for, within reason", "[remote][backoff]") {
    CHECK(Backoff{}.fail(0, 20s) == 20s);
    CHECK(Backoff{}.fail(1, 20s) == 22s);
    CHECK(Backoff{}.fail(1, 0s) == 500ms);
    CHECK(Backoff{}.fail(0, 240h) == 1h);
}

TEST_CASE("Retry-After is seconds or a date", "[remote][retry_after]") {
    const auto [value, wait] = GENERATE(table<const char*, std::chrono::milliseconds>({
        {"0", 0s},
        {"120", 120s},
        {"99999999999999999999", std::chrono::seconds{UINT32_MAX}},
        {"Fri, 27 Nov 2026 08:49:40 GMT", 2500ms},
        {"Friday, 27-Nov-26 08:49:40 GMT", 2500ms},
        {"Fri, 27 Nov 2026 08:49:37 GMT", 0s},
        {"Sun, 06 Nov 1994 08:49:37 GMT", 0s},
    }));

    CAPTURE(value);
    CHECK(parse_retry_after(value, now) == wait);
}

TEST_CASE("a Retry-After that is neither is none", "[remote][retry_after]") {
    const auto* const value = GENERATE("", "soon", "-1", "1.5", "GMT", "12 GMT 99:99:99", "\xFF");

    CHECK(parse_retry_after(value, now) == std::nullopt);
}
