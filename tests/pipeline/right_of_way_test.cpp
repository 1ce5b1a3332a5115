#include <ingestd/pipeline/right_of_way.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace std::chrono_literals;
using pipeline::RightOfWay;
using pipeline::WorkerPace;

namespace {

const Deadline start = Deadline{} + 1h;

}  // namespace

TEST_CASE("a worker stands aside for who is being answered", "[pipeline][right_of_way]") {
    WorkerPace pace;

    CHECK_FALSE(pace.stands_aside(start, false));
    CHECK(pace.stands_aside(start + 1ms, true));
    CHECK(pace.stands_aside(start + 2ms, true));
    CHECK_FALSE(pace.stands_aside(start + 3ms, false));
}

TEST_CASE(
    "however many are being answered, a fifth of the time is work's", "[pipeline][right_of_way]"
) {
    WorkerPace pace;
    std::chrono::microseconds worked{0};
    for (auto time = 0us; time < 1s; time += 100us) {
        if (!pace.stands_aside(start + time, true)) worked += 100us;
    }
    CHECK(worked >= 195ms);
    CHECK(worked <= 210ms);
}

TEST_CASE("a claim lasts as long as its holder", "[pipeline][right_of_way]") {
    RightOfWay way;
    {
        const RightOfWay::Claim first{way};
        const RightOfWay::Claim second{way};
        CHECK(way.is_claimed());
    }
    CHECK_FALSE(way.is_claimed());
}
