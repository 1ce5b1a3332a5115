// What watchers are told, and when.
#include <algorithm>
#include <list>
#include <set>
#include <thread>

#include "binary.hpp"
#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

const std::vector<std::string> states = {
    "received", "extracting", "chunking", "enriching", "indexing", "completed"};

std::size_t rank(const json& event) {
    const auto found =
        std::find(states.begin(), states.end(), event.at("status").get<std::string>());
    return static_cast<std::size_t>(found - states.begin());
}

// What holds between any two events that one watcher sees. A sentence, or empty.
std::string what_went_back(const std::vector<json>& events) {
    for (std::size_t i = 1; i < events.size(); ++i) {
        const auto& before = events[i - 1];
        const auto& after = events[i];
        for (const auto* field : {"seq", "progress_percent", "current_chunk"}) {
            if (after.at(field) < before.at(field)) return std::string{field} + " went back";
        }
        if (after.at("seq") == before.at("seq")) return "seq stood still";
        if (rank(after) < rank(before)) return "the state went back";
        if (before.at("terminal") == true) return "an event after the last";
    }
    for (const auto& event : events) {
        if ((event.at("progress_percent") == 100.0) != (event.at("status") == "completed"))
            return "100 without the end";
        if ((event.at("status") == "completed") != (event.at("terminal") == true))
            return "the end is not terminal";
    }
    return {};
}

}  // namespace

TEST_CASE("an event has the contract's fields in their order", "[e2e][progress]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto last =
        wait_for_end(server.port(), upload_texts(server.port(), "c", {{"a.txt", prose(5'000)}}));

    std::vector<std::string> names;
    for (const auto& [name, value] : last.items()) names.push_back(name);

    CHECK(
        names ==
        std::vector<std::string>{
            "upload_id",
            "status",
            "progress_percent",
            "current_chunk",
            "total_chunks",
            "message",
            "timestamp",
            "seq",
            "terminal",
            "waiting_on",
            "total_is_estimate",
            "stages",
            "documents",
            "eta_seconds",
            "chunks_per_second",
            "error"}
    );
    CHECK(last.at("progress_percent") == 100.0);
    CHECK(last.at("current_chunk") == last.at("total_chunks"));
    CHECK(last.at("stages").at("indexed") == last.at("current_chunk"));
    CHECK(last.at("documents").at("completed") == 1);
    CHECK(last.at("timestamp").get<std::string>().size() == 32);
    CHECK(last.at("error").is_null());
}

TEST_CASE(
    "a watcher from the start sees every state and every chunk, and nothing goes back",
    "[e2e][progress]"
) {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    const auto id = upload_texts(port, "c", {{"a.txt", prose(600'000)}});

    Watcher watcher{port, "/ws/" + id};
    const auto events = watcher.rest();

    CHECK(what_went_back(events) == "");
    CHECK(watcher.close_code() == 1000);
    const auto chunks = events.back().at("total_chunks").get<std::size_t>();
    REQUIRE(chunks > 100);
    std::set<std::size_t> counts;
    std::set<std::string> seen;
    for (const auto& event : events) {
        counts.insert(event.at("current_chunk").get<std::size_t>());
        seen.insert(event.at("status"));
    }
    const auto first = *counts.begin();
    CHECK(counts.size() == chunks - first + 1);
    for (std::size_t state = rank(events.front()); state < states.size(); ++state)
        CHECK(seen.contains(states[state]));
}

TEST_CASE("a chunk that was counted is found by the next search", "[e2e][progress]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path(), {"--workers", "1"}};
    const auto port = server.port();
    const auto id = upload_texts(port, "c", {{"a.txt", prose(3'000'000, 9)}});
    Watcher watcher{port, "/ws/" + id};
    watcher.wait_for([](const json& event) { return event.at("current_chunk") > 0; });

    const auto found = search(port, "c", "\"Sentence9x0\"");

    REQUIRE_FALSE(found.empty());
    CHECK(watcher.rest().back().at("status") == "completed");
}

TEST_CASE("who comes late is told how it ended, also after a restart", "[e2e][progress]") {
    const test::TemporaryDirectory data;
    std::string id;
    json last;
    {
        ServerProcess server{data.path()};
        id = upload_texts(server.port(), "c", {{"a.txt", prose(5'000)}});
        last = wait_for_end(server.port(), id);

        Watcher late{server.port(), "/ws/" + id};
        CHECK(late.rest() == std::vector<json>{last});
        CHECK(late.close_code() == 1000);
        CHECK(server.end_with(SIGTERM) == 0);
    }

    const ServerProcess again{data.path()};
    Watcher late{again.port(), "/ws/" + id};

    CHECK(late.rest() == std::vector<json>{last});
    CHECK(late.close_code() == 1000);
}

TEST_CASE(
    "after kill -9 the bar goes on where it was, though one document had ended", "[e2e][progress]"
) {
    const test::TemporaryDirectory data;
    std::string id;
    double before = 0;
    {
        ServerProcess server{data.path()};
        const auto port = server.port();
        // Large, and next to nothing to find in it: no measure for the other one.
        const auto picture = "<p>A lantern.</p><script>" + std::string(400'000, 'x') + "</script>";
        id = upload_texts(port, "c", {{"a.html", picture}, {"b.txt", prose(14'000'000)}});
        Watcher watcher{port, "/ws/" + id};
        const auto event = watcher.wait_for([](const json& told) {
            return told.at("documents").at("completed") == 1 && told.at("progress_percent") > 5;
        });
        before = event.at("progress_percent");
        server.end_with(SIGKILL);
    }
    const ServerProcess again{data.path()};
    const auto told = Watcher{again.port(), "/ws/" + id}.rest();

    REQUIRE(told.back().at("status") == "completed");
    const double whole = told.back().at("current_chunk");
    for (const auto& event : told) {
        const double percent = event.at("progress_percent");
        const double part = 100 * event.at("current_chunk").get<double>() / whole;
        // An estimate is off by some; a bar that jumps to its end is not one.
        INFO(event.dump());
        REQUIRE(percent >= before);
        REQUIRE(percent <= std::max(before, part) + 20);
        if (event.at("terminal") == true) break;
    }
}

TEST_CASE(
    "an upload that is forgotten by the tracker is answered from the catalog", "[e2e][progress]"
) {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path(), {"--forget-after", "1ms"}};
    const auto id = upload_texts(server.port(), "c", {{"a.txt", "a word"}});
    const auto last = wait_for_end(server.port(), id);

    for (int i = 0; i < 20; ++i) {
        Watcher late{server.port(), "/ws/" + id};
        REQUIRE(late.rest() == std::vector<json>{last});
        REQUIRE(late.close_code() == 1000);
    }
}

TEST_CASE("an id that nobody knows closes with 4404", "[e2e][progress]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto id = GENERATE(as<std::string>{}, "00000000-0000-4000-8000-000000000000", "nonsense");

    Watcher watcher{server.port(), "/ws/" + id};

    CHECK(watcher.rest().empty());
    CHECK(watcher.close_code() == 4404);
}

TEST_CASE("a watcher that does not read still gets the end, and nothing wrong", "[e2e][progress]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    const auto id = upload_texts(port, "c", {{"a.txt", prose(12'000'000)}});
    Watcher slow{port, "/ws/" + id};
    const auto last = wait_for_end(port, id);

    const auto events = slow.rest();

    CHECK(what_went_back(events) == "");
    CHECK(events.back() == last);
    CHECK(slow.close_code() == 1000);
}

TEST_CASE("a rate that a watcher asks for is kept, and the end still comes", "[e2e][progress]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto id = upload_texts(server.port(), "c", {{"a.txt", prose(2'000'000)}});

    Watcher watcher{server.port(), "/ws/" + id + "?max_rate=5"};
    const auto events = watcher.rest();

    CHECK(what_went_back(events) == "");
    CHECK(events.back().at("status") == "completed");
    CHECK(events.size() < events.back().at("total_chunks").get<std::size_t>() / 4);
}

TEST_CASE("Server-Sent Events tell the same, with seq as their id", "[e2e][progress]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto id = upload_texts(server.port(), "c", {{"a.txt", prose(50'000)}});
    const auto last = wait_for_end(server.port(), id);

    const auto stream = get(server.port(), "/uploads/" + id + "/events");

    CHECK(stream.status == 200);
    CHECK(stream.headers.at("content-type").starts_with("text/event-stream"));
    CHECK(
        stream.body.find("id: " + std::to_string(last.at("seq").get<std::uint64_t>()) + "\n") !=
        std::string::npos
    );
    CHECK(stream.body.find("data: " + last.dump() + "\n\n") != std::string::npos);
    CHECK(get(server.port(), "/uploads/00000000-0000-4000-8000-000000000000/events").status == 404);
}

TEST_CASE("a small upload ends while a large one runs, on one worker", "[e2e][progress]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path(), {"--workers", "1"}};
    const auto port = server.port();
    const auto large = upload_texts(port, "large", {{"big.txt", prose(14'000'000)}});
    Watcher watcher{port, "/ws/" + large};
    watcher.wait_for([](const json& event) { return event.at("current_chunk") > 0; });

    CHECK(
        wait_for_end(port, upload_texts(port, "small", {{"one.txt", "one page"}})).at("status") ==
        "completed"
    );

    const auto after = get(port, "/uploads/" + large).parsed();
    CHECK(after.at("terminal") == false);
    CHECK(watcher.rest().back().at("status") == "completed");
}

TEST_CASE(
    "work goes on after kill -9, and nothing that was told goes back", "[e2e][progress][restart]"
) {
    const test::TemporaryDirectory data;
    std::vector<json> events;
    std::string id;
    {
        ServerProcess server{data.path(), {"--workers", "1"}};
        id = upload_texts(
            server.port(), "c", {{"a.txt", prose(6'000'000, 3)}, {"b.txt", prose(2'000, 4)}}
        );
        Watcher watcher{server.port(), "/ws/" + id};
        do {
            events.push_back(watcher.next().value());
        } while (events.back().at("current_chunk") < 200);
        server.end_with(SIGKILL);
    }

    const ServerProcess again{data.path()};
    Watcher watcher{again.port(), "/ws/" + id};
    for (auto& event : watcher.rest()) events.push_back(std::move(event));

    CHECK(what_went_back(events) == "");
    CHECK(events.back().at("status") == "completed");
    CHECK(search(again.port(), "c", "\"Sentence3x0\"").size() == 1);
    CHECK(search(again.port(), "c", "\"Sentence4x0\"").size() == 1);
}

TEST_CASE("a watcher that is told nothing costs a few KiB", "[e2e][progress]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    std::list<Watcher> watchers;
    const auto memory_with = [&](std::size_t count) {
        while (watchers.size() < count) watchers.emplace_back(server.port(), "/ws/uploads");
        return server.peak_memory_bytes();
    };

    const auto with_few = memory_with(20);
    const auto grown = memory_with(200) - with_few;

    CAPTURE(with_few, grown / 180);
    // 8 KiB, and as much again as a connection's first kilobytes of HTTP would be, kept.
    if (!is_sanitized()) CHECK(grown < 180 * 12'000);
}

TEST_CASE("a server that stops tells its watchers so", "[e2e][progress][restart]") {
    const test::TemporaryDirectory data;
    ServerProcess server{data.path(), {"--workers", "1"}};
    const auto id = upload_texts(server.port(), "c", {{"a.txt", prose(12'000'000)}});
    Watcher watcher{server.port(), "/ws/" + id};
    watcher.next();
    std::vector<json> rest;
    std::thread reader{[&] { rest = watcher.rest(); }};

    const auto status = server.end_with(SIGTERM);
    reader.join();

    CHECK(status == 0);
    CHECK(watcher.close_code() == 1012);
    const ServerProcess again{data.path()};
    CHECK(wait_for_end(again.port(), id).at("status") == "completed");
}

TEST_CASE("a server that is told to stop as soon as it listens ends in order", "[e2e][restart]") {
    const test::TemporaryDirectory data;
    for (int start = 0; start < 20; ++start) {
        ServerProcess server{data.path()};
        REQUIRE(server.end_with(SIGTERM) == 0);
    }
}
