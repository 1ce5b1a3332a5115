#include <ingestd/pipeline/right_of_way.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace std::chrono_literals;
using pipeline::RightOfWay;
using pipeline::WorkerPace;

namespace {

const Deadline start = Deadline{} + 1h;

// How long it works of a second in which it asks all the time.
template <class Claims>
std::chrono::microseconds worked(WorkerPace& pace, Claims claims, std::size_t backlog = 0) {
    std::chrono::microseconds sum{0};
    for (auto time = 0us; time < 1s; time += 100us) {
        if (!pace.stands_aside(start + time, claims(time), backlog)) sum += 100us;
    }
    return sum;
}

}  // namespace

TEST_CASE("a worker stands aside for who is being answered", "[pipeline][right_of_way]") {
    WorkerPace pace;

    CHECK_FALSE(pace.stands_aside(start, 0, 0));
    CHECK(pace.stands_aside(start + 1ms, 1, 0));
    CHECK(pace.stands_aside(start + 2ms, 1, 0));
    CHECK_FALSE(pace.stands_aside(start + 3ms, 0, 0));
}

TEST_CASE(
    "while few are being answered, a fifth of the time is work's", "[pipeline][right_of_way]"
) {
    WorkerPace pace;
    const auto sum = worked(pace, [](auto) { return WorkerPace::crowd - 1; });
    CHECK(sum >= 195ms);
    CHECK(sum <= 210ms);
}

TEST_CASE("while many are, a twentieth", "[pipeline][right_of_way]") {
    WorkerPace pace;
    const auto sum = worked(pace, [](auto) { return 1'000; });
    CHECK(sum >= 45ms);
    CHECK(sum <= 60ms);
}

TEST_CASE("many who come again together are many in between, too", "[pipeline][right_of_way]") {
    WorkerPace pace;
    const auto sum = worked(pace, [](auto time) { return time % 5ms < 1ms ? 16 : 0; });
    CHECK(sum <= 60ms);
}

TEST_CASE("when many have gone, a worker works", "[pipeline][right_of_way]") {
    WorkerPace pace;
    CHECK(pace.stands_aside(start, 16, 0));
    CHECK(pace.stands_aside(start + 5ms, 0, 0));
    CHECK_FALSE(pace.stands_aside(start + WorkerPace::crowd_lasts, 0, 0));
    CHECK_FALSE(pace.stands_aside(start + 1s, 0, 0));
}

TEST_CASE("a large backlog is worked off in a fifth of the time", "[pipeline][right_of_way]") {
    WorkerPace pace;
    const auto sum = worked(
        pace, [](auto) { return 16; }, WorkerPace::backlog_max + 1
    );
    CHECK(sum >= 195ms);
    CHECK(sum <= 210ms);
}

TEST_CASE("a claim lasts as long as its holder", "[pipeline][right_of_way]") {
    RightOfWay way;
    {
        const RightOfWay::Claim first{way};
        const RightOfWay::Claim second{way};
        CHECK(way.claims() == 2);
    }
    CHECK(way.claims() == 0);
}
