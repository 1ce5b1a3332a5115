#include "resources_rig.hpp"
#include "support/catch.hpp"

namespace ingestd::http {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

const std::string nobody = "f47ac10b-58cc-4372-a567-0e02b2c3d479";

json parsed(const RawAnswer& answer) {
    return json::parse(answer.body);
}

std::vector<std::string> ids(const json& list) {
    std::vector<std::string> out;
    for (const auto& upload : list["uploads"]) out.push_back(upload["upload_id"]);
    return out;
}

}  // namespace

TEST_CASE("an upload that has ended is told with its results", "[http][uploads]") {
    const ResourcesRig rig;
    const auto id = rig.upload("c", "The red fox.");
    const auto last = rig.watch(id).back();

    const auto upload = parsed(rig.get("/uploads/" + id));

    for (const auto& [name, value] : last.items()) CHECK(upload[name] == value);
    CHECK(upload["status"] == "completed");
    CHECK(upload["terminal"] == true);
    CHECK(upload["progress_percent"] == 100.0);
    CHECK(upload["collection_name"] == "c");
    CHECK(parse_timestamp(upload["received_at"].get<std::string>()));
    REQUIRE(upload["results"].size() == 1);
    CHECK(upload["results"][0]["status"] == "completed");
    CHECK(upload["results"][0]["chunks"] == 1);
    CHECK(upload["results"][0]["error"] == nullptr);
}

TEST_CASE("an upload in work tells where its documents stand", "[http][uploads]") {
    ResourcesRig rig;
    rig.extractor.hold();
    const auto id = rig.upload("c", "The red fox.");

    const auto upload = parsed(rig.get("/uploads/" + id));

    CHECK(upload["upload_id"] == id);
    CHECK(upload["terminal"] == false);
    CHECK(upload["seq"] >= 1);
    CHECK(upload["results"][0]["filename"] == "a.txt");
    CHECK(upload["results"][0]["chunks"] == 0);
}

TEST_CASE("an upload is remembered when the tracker has forgotten it", "[http][uploads]") {
    const ResourcesRig rig{{.tracking = {.forget_after = 0ms}}};
    const auto id = rig.upload("c", "The red fox.");
    rig.watch(id);

    const auto upload = parsed(rig.get("/uploads/" + id));

    CHECK(upload["status"] == "completed");
    CHECK(upload["terminal"] == true);
}

TEST_CASE("uploads are listed newest first, a page at a time", "[http][uploads]") {
    const ResourcesRig rig;
    const auto first = rig.upload("c", "one");
    const auto second = rig.upload("c", "two");
    const auto third = rig.upload("c", "three");

    const auto page = parsed(rig.get("/uploads?limit=2"));
    REQUIRE(page["next_cursor"].is_string());
    const auto rest =
        parsed(rig.get("/uploads?limit=2&cursor=" + page["next_cursor"].get<std::string>()));

    CHECK(ids(page) == std::vector{third, second});
    CHECK(ids(rest) == std::vector{first});
    CHECK(rest["next_cursor"] == nullptr);
}

TEST_CASE("uploads are filtered by state and by collection", "[http][uploads]") {
    ResourcesRig rig;
    const auto done = rig.upload("old", "one");
    rig.watch(done);
    rig.extractor.hold();
    const auto open = rig.upload("new", "two");
    while (parsed(rig.get("/uploads/" + open))["status"] != "extracting") std::this_thread::yield();

    CHECK(ids(parsed(rig.get("/uploads?status=completed"))) == std::vector{done});
    CHECK(ids(parsed(rig.get("/uploads?status=extracting"))) == std::vector{open});
    CHECK(ids(parsed(rig.get("/uploads?status=failed"))).empty());
    CHECK(ids(parsed(rig.get("/uploads?status=indexing"))).empty());
    CHECK(ids(parsed(rig.get("/uploads?collection=new"))) == std::vector{open});
    CHECK(ids(parsed(rig.get("/uploads?collection=old&status=completed"))) == std::vector{done});
    CHECK(ids(parsed(rig.get("/uploads?collection=none"))).empty());
}

TEST_CASE("pages of a state that is no end are full, and none is lost", "[http][uploads]") {
    const std::string status = GENERATE("extracting", "received", "enriching");
    const auto limit = GENERATE(1u, 2u, 3u, 100u);
    CAPTURE(status, limit);
    ResourcesRig rig;
    rig.extractor.hold();
    // One collection is built anew: those after it wait, and between them stand some in work.
    std::vector<std::string> working, waiting;
    for (int i = 0; i < 4; ++i) {
        const auto name = "working-" + std::to_string(i);
        working.insert(working.begin(), rig.upload(name, "text"));
        const auto first = rig.post_json(
            "/upload",
            {{"collection_name", "built"},
             {"documents", {{{"content", "text"}}}},
             {"force_recreate", true}}
        );
        const std::string id = json::parse(first.body)["upload_id"];
        if (i == 0) {
            working.insert(working.begin(), id);
        } else {
            waiting.insert(waiting.begin(), id);
        }
    }
    for (const auto& id : working) {
        while (parsed(rig.get("/uploads/" + id))["status"] != "extracting")
            std::this_thread::yield();
    }
    std::vector<std::string> expected;
    if (status == "extracting") expected = working;
    if (status == "received") expected = waiting;

    std::vector<std::string> seen;
    std::string cursor;
    do {
        const auto page = parsed(rig.get(
            "/uploads?status=" + status + "&limit=" + std::to_string(limit) + "&cursor=" + cursor
        ));
        const auto of_page = ids(page);
        cursor = page["next_cursor"].is_string() ? page["next_cursor"].get<std::string>() : "";
        if (!cursor.empty()) CHECK(of_page.size() == limit);
        seen.insert(seen.end(), of_page.begin(), of_page.end());
    } while (!cursor.empty());

    CHECK(seen == expected);
}

TEST_CASE("uploads are filtered by when they came", "[http][uploads]") {
    const ResourcesRig rig;
    const auto first = rig.upload("c", "one");
    const auto second = rig.upload("c", "two");
    const std::string between = parsed(rig.get("/uploads/" + second))["received_at"];

    CHECK(ids(parsed(rig.get("/uploads?since=" + between))) == std::vector{second});
    CHECK(ids(parsed(rig.get("/uploads?until=" + between))) == std::vector{first});
    CHECK(ids(parsed(rig.get("/uploads?since=2020-01-01&until=2021-01-01T00:00Z"))).empty());
    CHECK(ids(parsed(rig.get("/uploads?since=2020-01-01"))).size() == 2);
}

TEST_CASE("an upload that has ended tells what it took", "[http][uploads]") {
    const ResourcesRig rig;
    const auto id = rig.upload("c", "The red fox.");
    rig.watch(id);

    const auto upload = parsed(rig.get("/uploads/" + id));

    const auto& statistics = upload["statistics"];
    CHECK(statistics["documents"] == 1);
    CHECK(statistics["bytes"] == 12);
    CHECK(statistics["chunks"] == 1);
    for (const auto* stage : {"extract", "chunk", "enrich", "index", "total"}) {
        CAPTURE(stage);
        CHECK(statistics["seconds"][stage].get<double>() > 0);
    }
    CHECK(statistics["seconds"]["total"] >= statistics["seconds"]["index"]);
    CHECK(parse_timestamp(upload["ended_at"].get<std::string>()));
    CHECK(upload["retry_of"] == nullptr);
}

TEST_CASE("an upload in work tells what its ended documents took", "[http][uploads]") {
    ResourcesRig rig;
    rig.extractor.hold();

    const auto upload = parsed(rig.get("/uploads/" + rig.upload("c", "The red fox.")));

    CHECK(upload["statistics"]["seconds"]["total"] == nullptr);
    CHECK(upload["statistics"]["bytes"] == 12);
    CHECK(upload["statistics"]["chunks"] == 0);
    CHECK(upload["ended_at"] == nullptr);
}

TEST_CASE("what failed is taken again as an upload of its own", "[http][uploads][retry]") {
    const ResourcesRig rig;
    const auto accepted = rig.post_json(
        "/upload",
        {{"collection_name", "c"},
         {"documents",
          {{{"content", ""}, {"filename", "empty.txt"}},
           {{"content", "text"}, {"filename", "good.txt"}}}}}
    );
    const std::string id = parsed(accepted)["upload_id"];
    rig.watch(id);

    const auto answer = rig.post("/uploads/" + id + "/retry", "application/json", "");

    REQUIRE(answer.status == 202);
    const auto body = parsed(answer);
    const std::string again = body["upload_id"];
    CHECK(again != id);
    CHECK(body["retry_of"] == id);
    CHECK(body["message"] == "Upload received. Total documents: 1");
    CHECK(answer.header("Location") == "/uploads/" + again);
    rig.watch(again);
    const auto told = parsed(rig.get("/uploads/" + again));
    CHECK(told["retry_of"] == id);
    REQUIRE(told["results"].size() == 1);
    CHECK(told["results"][0]["filename"] == "empty.txt");
    CHECK(told["results"][0]["status"] == "failed");
}

TEST_CASE("an upload with nothing to retry says why", "[http][uploads][retry]") {
    ResourcesRig rig;
    rig.extractor.hold();
    const auto id = rig.upload("c", "The red fox.");

    const auto early = rig.post("/uploads/" + id + "/retry", "application/json", "");
    rig.extractor.release();
    rig.watch(id);
    const auto late = rig.post("/uploads/" + id + "/retry", "application/json", "");

    CHECK(early.status == 409);
    CHECK(parsed(early)["title"] == "Upload not ended");
    CHECK(late.status == 409);
    CHECK(parsed(late)["title"] == "Nothing failed");
}

TEST_CASE("a list's bad parameter is named", "[http][uploads]") {
    const ResourcesRig rig;
    const auto [query, pointer] = GENERATE(table<std::string, std::string>({
        {"status=done", "/status"},
        {"limit=0", "/limit"},
        {"limit=1001", "/limit"},
        {"cursor=x", "/cursor"},
        {"since=yesterday", "/since"},
        {"until=", "/until"},
        {"colection=c", "/colection"},
    }));

    const auto answer = rig.get("/uploads?" + query);

    CHECK(answer.status == 422);
    CHECK(parsed(answer)["errors"][0]["pointer"] == pointer);
}

TEST_CASE("an upload that is cancelled says so and cannot be cancelled again", "[http][uploads]") {
    ResourcesRig rig;
    rig.extractor.hold();
    const auto id = rig.upload("c", "The red fox.");

    const auto cancelled = rig.remove("/uploads/" + id);
    const auto again = rig.remove("/uploads/" + id);

    CHECK(cancelled.status == 202);
    CHECK(parsed(cancelled)["upload_id"] == id);
    CHECK(parsed(cancelled)["status"] == "cancelled");
    CHECK(parsed(cancelled)["terminal"] == true);
    CHECK(again.status == 409);
    CHECK(parsed(rig.get("/uploads/" + id))["results"][0]["status"] == "cancelled");
}

TEST_CASE("an upload that nobody knows is not found", "[http][uploads]") {
    const ResourcesRig rig;
    const std::string path = GENERATE_REF(
        as<std::string>{}, "/uploads/" + nobody, "/uploads/7", "/uploads/" + nobody + "0"
    );

    CHECK(rig.get(path).status == 404);
    CHECK(rig.get(path + "/events").status == 404);
    CHECK(rig.remove(path).status == 404);
    CHECK(rig.post(path + "/retry", "application/json", "").status == 404);
    CHECK(parsed(rig.get(path))["title"] == "Unknown upload");
}

TEST_CASE("what this version does not have is not found", "[http][uploads]") {
    const ResourcesRig rig;

    CHECK(rig.get("/metrics").status == 404);
    CHECK(rig.get("/openapi.json").status == 404);
}

TEST_CASE("an event stream tells every state in order and ends", "[http][upload_events]") {
    ResourcesRig rig;
    rig.extractor.hold();
    const auto id = rig.upload("c", "The red fox.");
    RawClient watcher = rig.connect();
    watcher.send(ResourcesRig::head("GET", "/uploads/" + id + "/events") + "\r\n");
    rig.extractor.release();

    const auto answer = watcher.read_answer();

    CHECK(answer.status == 200);
    CHECK(answer.header("Content-Type") == "text/event-stream");
    std::size_t at = 0;
    for (const auto* status : {"extracting", "chunking", "enriching", "indexing", "completed"}) {
        at = answer.body.find("\"status\":\"" + std::string{status} + "\"", at);
        CHECK(at != std::string::npos);
    }
}

TEST_CASE("a stream that opens long after the end tells the end", "[http][upload_events]") {
    const ResourcesRig rig{{.tracking = {.forget_after = 0ms}}};
    const auto id = rig.upload("c", "The red fox.");
    const auto last = rig.watch(id).back();

    const auto events = rig.watch(id);

    REQUIRE(events.size() == 1);
    REQUIRE(events.front() == last);
}

TEST_CASE("a reader who has seen the end is told to stop asking", "[http][upload_events]") {
    const auto forget_after = GENERATE(0ms, 3'600'000ms);
    const ResourcesRig rig{{.tracking = {.forget_after = forget_after}}};
    const auto id = rig.upload("c", "The red fox.");
    const std::uint64_t seq = rig.watch(id).back()["seq"];
    const auto ask = [&](std::uint64_t seen) {
        return rig.ask(
            ResourcesRig::head("GET", "/uploads/" + id + "/events") +
            "Last-Event-ID: " + std::to_string(seen) + "\r\n\r\n"
        );
    };

    CHECK(ask(seq).status == 204);
    CHECK(ask(seq - 1).status == 200);
}

TEST_CASE("a rate that is none is refused", "[http][upload_events]") {
    const ResourcesRig rig;
    const std::string rate = GENERATE("0", "-1", "fast", "nan", "inf", "1e9", "");

    const auto answer = rig.get("/uploads/" + nobody + "/events?max_rate=" + rate);

    CHECK(answer.status == 422);
    CHECK(parsed(answer)["errors"][0]["pointer"] == "/max_rate");
}

}  // namespace ingestd::http
