// The rule that the crash tests hold a server to, held to finding what is wrong.
#include "seen_events.hpp"

#include "support/catch.hpp"

namespace ingestd::crash {
namespace {

json event(std::uint64_t seq, std::string status, std::uint64_t chunk, double percent = 10.0) {
    const bool is_last = status == "completed";
    return {
        {"upload_id", "a"},
        {"status", std::move(status)},
        {"progress_percent", percent},
        {"current_chunk", chunk},
        {"seq", seq},
        {"terminal", is_last}};
}

std::string after(const json& before, const json& now) {
    SeenEvents seen;
    WatchedOrder order{seen};
    REQUIRE(order.take(before).empty());
    return order.take(now);
}

// What a watcher is told that connects again after the server's death.
std::string after_death(const json& before, const json& now) {
    SeenEvents seen;
    REQUIRE(WatchedOrder{seen}.take(before).empty());
    seen.close_life();
    return WatchedOrder{seen}.take(now);
}

TEST_CASE("a field that goes back is found, within a life and across a death", "[crash]") {
    const auto before = event(5, "chunking", 7);
    const auto [now, wrong] = GENERATE_COPY(table<json, std::string>({
        {event(6, "indexing", 8, 11.0), ""},
        {event(5, "chunking", 7), "seq went from 5 to 5"},
        {event(6, "extracting", 7), "status went from chunking to extracting"},
        {event(6, "chunking", 6), "current_chunk went from 7 to 6"},
        {event(6, "chunking", 7, 9.5), "progress_percent went from 10.000000 to 9.500000"},
    }));

    CHECK(after(before, now) == wrong);
    CHECK(after_death(before, now) == wrong);
}

TEST_CASE("after the last event the same is told, and nothing else", "[crash]") {
    const auto last = event(9, "completed", 7, 100.0);

    CHECK(after_death(last, last).empty());
    CHECK(after_death(last, event(10, "completed", 7, 100.0)) != "");
    CHECK(after_death(last, event(10, "indexing", 7)) != "");
    CHECK(after(last, last) == "an event came after the last");
}

TEST_CASE("who connects late in a life may be told less than others, not than before", "[crash]") {
    SeenEvents seen;
    REQUIRE(WatchedOrder{seen}.take(event(3, "extracting", 1)).empty());
    seen.close_life();
    REQUIRE(WatchedOrder{seen}.take(event(8, "indexing", 6)).empty());

    CHECK(WatchedOrder{seen}.take(event(7, "indexing", 5)).empty());
    CHECK(WatchedOrder{seen}.take(event(2, "indexing", 5)) != "");
}

}  // namespace
}  // namespace ingestd::crash
