#include <limits>

#include <ingestd/progress/progress_event.hpp>
#include <nlohmann/json.hpp>

#include "progress/events.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::progress;

namespace {

ProgressEvent sample() {
    ProgressEvent event;
    event.upload_id = *UploadId::parse("f47ac10b-58cc-4372-a567-0e02b2c3d479");
    event.status = Status::chunking;
    event.permille = 250;
    event.current_chunk = 5;
    event.total_chunks = 20;
    event.message = "Chunking documents...";
    event.timestamp = *parse_timestamp("2025-12-28T04:26:10.123456+00:00");
    event.seq = 17;
    event.stages = {.chunked = 14, .enriched = 9, .embedded = 7, .indexed = 5};
    event.documents = {.total = 3, .completed = 1, .failed = 0, .current = "report.pdf"};
    event.eta_seconds = 4.2;
    event.chunks_per_second = 310.5;
    return event;
}

}  // namespace

TEST_CASE("an event is written with the wire's fields in the wire's order", "[progress][event]") {
    REQUIRE(
        serialize(sample()) ==
        R"({"upload_id":"f47ac10b-58cc-4372-a567-0e02b2c3d479","status":"chunking",)"
        R"("progress_percent":25.0,"current_chunk":5,"total_chunks":20,)"
        R"("message":"Chunking documents...","timestamp":"2025-12-28T04:26:10.123456+00:00",)"
        R"("seq":17,"terminal":false,"waiting_on":null,"total_is_estimate":true,)"
        R"("stages":{"chunked":14,"enriched":9,"embedded":7,"indexed":5,"reused":0},)"
        R"("documents":{"total":3,"completed":1,"failed":0,"current":"report.pdf"},)"
        R"("eta_seconds":4.2,"chunks_per_second":310.5,"error":null})"
    );
}

TEST_CASE("what is not there is null, what is there has its fields", "[progress][event]") {
    auto event = sample();
    event.documents.current.clear();
    event.eta_seconds.reset();
    event.waiting_on = WaitingOn{.reason = "queue", .detail = "Third in line.", .position = 3};
    event.error = EventError{.code = "all_failed", .detail = "No document could be read."};

    const auto json = nlohmann::json::parse(serialize(event));

    CHECK(json["documents"]["current"].is_null());
    CHECK(json["eta_seconds"].is_null());
    CHECK(
        json["waiting_on"] ==
        nlohmann::json{{"reason", "queue"}, {"detail", "Third in line."}, {"position", 3}}
    );
    CHECK(
        json["error"] ==
        nlohmann::json{{"code", "all_failed"}, {"detail", "No document could be read."}}
    );
}

TEST_CASE("a wait without a place in a queue has no position", "[progress][event]") {
    auto event = sample();
    event.waiting_on = WaitingOn{.reason = "disk", .detail = "Full."};

    const auto json = nlohmann::json::parse(serialize(event));

    REQUIRE(json["waiting_on"] == nlohmann::json{{"reason", "disk"}, {"detail", "Full."}});

    event.waiting_on->until = parse_timestamp("2025-12-28T04:26:10.123456+00:00");
    REQUIRE(
        nlohmann::json::parse(serialize(event))["waiting_on"]["until"] ==
        "2025-12-28T04:26:10.123456+00:00"
    );
}

TEST_CASE("a file name comes back as it was, whatever it holds", "[progress][event]") {
    const auto name = GENERATE(
        as<std::string>{},
        R"(a "quoted" \ name.pdf)",
        std::string("tab\tnewline\nnul\0bell\x07", 21),
        "\x7F</script>",
        "Grüße 🗂️.md"
    );
    auto event = sample();
    event.documents.current = name;

    const auto json = nlohmann::json::parse(serialize(event));

    REQUIRE(json["documents"]["current"].get<std::string>() == name);
}

TEST_CASE("a file name that is not UTF-8 is told with replacement marks", "[progress][event]") {
    auto event = sample();
    event.documents.current = "caf\xE9.txt";

    const auto json = nlohmann::json::parse(serialize(event));

    REQUIRE(json["documents"]["current"].get<std::string>() == "caf\xEF\xBF\xBD.txt");
}

TEST_CASE("a percentage has one decimal", "[progress][event]") {
    using Row = std::tuple<std::uint32_t, std::string>;
    const auto [permille, text] = GENERATE(table<std::uint32_t, std::string>(
        {Row{0, "0.0"}, Row{7, "0.7"}, Row{999, "99.9"}, Row{1000, "100.0"}}
    ));
    auto event = sample();
    event.permille = permille;

    REQUIRE_THAT(
        serialize(event), Catch::Contains("\"progress_percent\":" + text + ",\"current_chunk\"")
    );
}

TEST_CASE("no figure makes the JSON invalid", "[progress][event]") {
    const auto figure = GENERATE(
        std::numeric_limits<double>::infinity(),
        std::numeric_limits<double>::quiet_NaN(),
        std::numeric_limits<double>::max(),
        1e-300
    );
    auto event = sample();
    event.eta_seconds = figure;
    event.chunks_per_second = figure;
    event.seq = std::numeric_limits<std::uint64_t>::max();

    const auto json = nlohmann::json::parse(serialize(event));

    CHECK(json["seq"] == std::numeric_limits<std::uint64_t>::max());
    CHECK(json["chunks_per_second"].is_number());
}

TEST_CASE("a burst is the events of its chunks, one each", "[progress][event]") {
    auto newest = sample();
    newest.current_chunk = 5;
    newest.stages.indexed = 5;
    const ProgressBurst burst{.newest = newest, .steps = 3, .percent_floor = 100};

    const auto first = event_at(burst, 0);
    const auto second = event_at(burst, 1);

    CHECK(first.seq == 15);
    CHECK(first.current_chunk == 3);
    CHECK(first.stages.indexed == 3);
    CHECK(first.permille == 150);
    CHECK(second.permille == 200);
    CHECK(event_at(burst, 2) == newest);
}

TEST_CASE("no step of a burst is behind the percentage held before it", "[progress][event]") {
    auto newest = sample();
    newest.permille = 220;
    newest.current_chunk = newest.stages.indexed = 3;
    const ProgressBurst burst{.newest = newest, .steps = 3, .percent_floor = 220};

    CHECK(event_at(burst, 0).permille == 220);
    CHECK(event_at(burst, 1).permille == 220);
}
