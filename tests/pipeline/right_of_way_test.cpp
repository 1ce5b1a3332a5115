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
    const auto sum = worked(pace, [](auto time) { return time % 4ms < 1ms ? 16 : 0; });
    CHECK(sum <= 80ms);
}

TEST_CASE("many who come at once and then wait are no crowd", "[pipeline][right_of_way]") {
    WorkerPace pace;
    const auto sum = worked(pace, [](auto time) { return time % 10ms < 1ms ? 16 : 0; });
    CHECK(sum >= 850ms);
}

TEST_CASE("a crowd is not gone while a worker works", "[pipeline][right_of_way]") {
    WorkerPace pace;
    for (auto time = 0ms; time < 58ms; ++time) pace.stands_aside(start + time, 16, 0);
    CHECK_FALSE(pace.stands_aside(start + 58ms, 16, 0));  // its turn
    CHECK(pace.stands_aside(start + 70ms, 0, 0));
    for (auto time = 71ms; time < 100ms; ++time) CHECK(pace.stands_aside(start + time, 16, 0));
}

TEST_CASE("when many have gone, a worker works", "[pipeline][right_of_way]") {
    WorkerPace pace;
    for (auto time = 0ms; time <= 30ms; ++time) pace.stands_aside(start + time, 16, 0);
    CHECK(pace.stands_aside(start + 31ms, 0, 0));
    CHECK(pace.stands_aside(start + 32ms, 0, 0));
    CHECK(pace.stands_aside(start + 33ms, 0, 0));
    CHECK_FALSE(pace.stands_aside(start + 30ms + WorkerPace::crowd_lasts, 0, 0));
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
