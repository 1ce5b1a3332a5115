#include <ingestd/pipeline/retry_policy.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace std::chrono_literals;
using pipeline::RetryPolicy;

TEST_CASE("what lies in the document is not tried again", "[pipeline][retry_policy]") {
    const auto* code = GENERATE(
        "unsupported_type",
        "empty",
        "no_text",
        "malformed",
        "password_required",
        "too_large",
        "out_of_memory",
        "helper_stalled",
        "internal",
        "quarantined"
    );

    REQUIRE_FALSE(RetryPolicy::next_try_after(code, 1, 0.5));
}

TEST_CASE("a helper that crashed once is given a second try", "[pipeline][retry_policy]") {
    REQUIRE(RetryPolicy::next_try_after("helper_crashed", 1, 0) == 250ms);
    REQUIRE_FALSE(RetryPolicy::next_try_after("helper_crashed", 2, 0));
}

TEST_CASE("each wait is twice the one before, up to a bound", "[pipeline][retry_policy]") {
    const auto wait = [](std::uint32_t failures) {
        return RetryPolicy::next_try_after("helper_unavailable", failures, 0);
    };

    REQUIRE(wait(1) == 500ms);
    REQUIRE(wait(2) == 1s);
    REQUIRE(wait(3) == 2s);
    REQUIRE(wait(6) == 16s);
    REQUIRE(wait(7) == 30s);  // half of the longest
    REQUIRE_FALSE(wait(8));
}

TEST_CASE("chance spreads a wait over its second half", "[pipeline][retry_policy]") {
    REQUIRE(RetryPolicy::next_try_after("helper_unavailable", 1, 0) == 500ms);
    REQUIRE(RetryPolicy::next_try_after("helper_unavailable", 1, 0.5) == 750ms);
    REQUIRE(RetryPolicy::next_try_after("helper_unavailable", 1, 0.998) == 999ms);
}

TEST_CASE("a document is put aside when it killed two helpers", "[pipeline][retry_policy]") {
    REQUIRE_FALSE(RetryPolicy::is_quarantined({.tries = 1, .helper_deaths = 1}));
    REQUIRE(RetryPolicy::is_quarantined({.tries = 1, .helper_deaths = 2}));
}

TEST_CASE(
    "a document is put aside when the server ended over it too often", "[pipeline][retry_policy]"
) {
    REQUIRE_FALSE(RetryPolicy::is_quarantined({.tries = 10, .helper_deaths = 0}));
    REQUIRE(RetryPolicy::is_quarantined({.tries = 11, .helper_deaths = 0}));
}
