#include <ingestd/remote/call_pacer.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace std::chrono_literals;
using remote::CallEnd;
using remote::CallPacer;

namespace {

constexpr Deadline start{1h};

// Begins as many as may.
std::vector<CallPacer::Ticket> begin_all(CallPacer& pacer, Deadline now) {
    std::vector<CallPacer::Ticket> tickets;
    for (auto at = pacer.next_start(); at && *at <= now; at = pacer.next_start())
        tickets.push_back(pacer.begin());
    return tickets;
}

// One round in which all that may begin are answered.
std::size_t answered_round(CallPacer& pacer, Deadline now) {
    const auto tickets = begin_all(pacer, now);
    for (const auto ticket : tickets) pacer.end(ticket, CallEnd::answered, now);
    return tickets.size();
}

}  // namespace

TEST_CASE("a service that answers is given one call more each round", "[remote][pacer]") {
    CallPacer pacer{4};
    std::vector<std::size_t> rounds;

    for (int i = 0; i < 7; ++i) rounds.push_back(answered_round(pacer, start));

    CHECK(rounds.front() == 1);
    CHECK(std::ranges::is_sorted(rounds));
    CHECK(rounds.back() == 4);
}

TEST_CASE(
    "an overloaded service is given half, once for all that were under way", "[remote][pacer]"
) {
    CallPacer pacer{8};
    for (int i = 0; i < 30; ++i) answered_round(pacer, start);
    const auto tickets = begin_all(pacer, start);
    REQUIRE(tickets.size() == 8);

    for (const auto ticket : tickets) pacer.end(ticket, CallEnd::overloaded, start, 1);

    CHECK(pacer.failures() == 1);
    CHECK(pacer.paused_until() == start + 500ms);
    REQUIRE(answered_round(pacer, start + 500ms) == 1);
    CHECK(pacer.calls_at_a_time() == 4);
}

TEST_CASE("after a failure nothing begins for a while, then one alone", "[remote][pacer]") {
    CallPacer pacer{8};
    for (int i = 0; i < 30; ++i) answered_round(pacer, start);
    pacer.end(begin_all(pacer, start).front(), CallEnd::failed, start, 1, 20s);

    CHECK(pacer.next_start() == start + 22s);
    const auto probe = pacer.begin();
    CHECK(pacer.next_start() == std::nullopt);

    SECTION("it fails: the wait grows") {
        pacer.end(probe, CallEnd::failed, start + 22s, 1);
        CHECK(pacer.failures() == 2);
        CHECK(pacer.next_start() == start + 23s);
    }
    SECTION("it is answered: others follow") {
        pacer.end(probe, CallEnd::answered, start + 22s);
        CHECK(pacer.failures() == 0);
        CHECK(pacer.next_start() <= start);
    }
    SECTION("it is cancelled: another takes its place") {
        pacer.forget(probe);
        CHECK(pacer.next_start() == start + 22s);
    }
}

TEST_CASE("what began before a failure does not end the pause", "[remote][pacer]") {
    CallPacer pacer{8};
    for (int i = 0; i < 30; ++i) answered_round(pacer, start);
    const auto tickets = begin_all(pacer, start);
    pacer.end(tickets[0], CallEnd::overloaded, start, 1, 10s);

    pacer.end(tickets[1], CallEnd::answered, start + 1s);
    CHECK(pacer.failures() == 1);
    pacer.end(tickets[2], CallEnd::overloaded, start + 1s, 1);
    CHECK(pacer.failures() == 1);
    CHECK(pacer.paused_until() == start + 11s);

    pacer.end(tickets[3], CallEnd::overloaded, start + 1s, 1, 30s);
    CHECK(pacer.paused_until() == start + 31s);
}

TEST_CASE("a refusal tells that the service works", "[remote][pacer]") {
    CallPacer pacer{8};

    pacer.end(pacer.begin(), CallEnd::answered, start);

    CHECK(pacer.under_way() == 0);
    CHECK(pacer.failures() == 0);
    CHECK(pacer.calls_at_a_time() == 2);
}
