#include <ingestd/client/quiet_period.hpp>

#include "support/catch.hpp"

namespace ingestd::client {
namespace {

using namespace std::chrono_literals;

const Deadline start{1h};

TEST_CASE("without a change there is nothing to look at", "[quiet period]") {
    const QuietPeriod period{500ms, 30s};
    CHECK(period.due() == std::nullopt);
}

TEST_CASE("a change is looked at once it has been quiet", "[quiet period]") {
    QuietPeriod period{500ms, 30s};
    period.changed(start);
    CHECK(period.due() == start + 500ms);
    period.changed(start + 400ms);
    CHECK(period.due() == start + 900ms);
}

TEST_CASE("changes that never cease are looked at in the end", "[quiet period]") {
    QuietPeriod period{500ms, 30s};
    for (auto at = 0ms; at < 60s; at += 100ms) period.changed(start + at);
    CHECK(period.due() == start + 30s);
}

TEST_CASE("a look begins anew", "[quiet period]") {
    QuietPeriod period{500ms, 30s};
    period.changed(start);
    period.looked();
    CHECK(period.due() == std::nullopt);
    period.changed(start + 1min);
    CHECK(period.due() == start + 1min + 500ms);
}

}  // namespace
}  // namespace ingestd::client
