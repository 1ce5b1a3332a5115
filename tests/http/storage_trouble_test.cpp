// What callers see when the disk is full, cannot be written, or could not sync.
#include <thread>

#include "resources_rig.hpp"
#include "sqlite/failing_file_system.hpp"
#include "support/catch.hpp"

namespace ingestd::http {
namespace {

using nlohmann::json;
using test::FailingFileSystem;

// Room that a test can take and give.
struct Disk {
    std::atomic<std::uint64_t> free_bytes{100_MiB};
    std::atomic<bool> is_read_only{false};

    disk::Space::Measure measure() {
        return [this] { return disk::Room{1000_MiB, free_bytes, is_read_only}; };
    }
};

json waiting_on(const ResourcesRig& rig, const std::string& id) {
    return json::parse(rig.get("/uploads/" + id).body).at("waiting_on");
}

// Asks until the upload says that it waits for the disk. Progress is what it waits for, not a time.
json wait_for_disk(const ResourcesRig& rig, const std::string& id) {
    for (;;) {
        auto waiting = waiting_on(rig, id);
        if (!waiting.is_null() && waiting.at("reason") == "disk") return waiting;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
}

std::string status_of(const ResourcesRig& rig, const std::string& id) {
    return json::parse(rig.get("/uploads/" + id).body).at("status");
}

TEST_CASE("an upload that finds too little room is 507, and the server not ready", "[http][full]") {
    Disk disk;
    ResourcesRig rig{{.measure = disk.measure()}};
    disk.free_bytes = 10_MiB - 1;

    const auto refused = rig.post("/upload?collection_name=c", "text/plain", "a heron");
    const auto readiness = rig.get("/readyz");

    REQUIRE(refused.status == 507);
    const auto problem = json::parse(refused.body);
    CHECK(problem.at("title") == "Storage full");
    CHECK(problem.at("detail").get<std::string>().find("--disk-reserve") != std::string::npos);
    CHECK(readiness.status == 503);
    CHECK(json::parse(readiness.body).at("detail") == problem.at("detail"));
    CHECK(rig.staged_files() == 0);

    disk.free_bytes = 100_MiB;
    CHECK(rig.get("/readyz").status == 200);
    CHECK_FALSE(rig.upload("c", "a heron").empty());
}

TEST_CASE("a disk that can only be read is 503, with the reason", "[http][full]") {
    Disk disk;
    ResourcesRig rig{{.measure = disk.measure()}};
    disk.is_read_only = true;

    const auto refused = rig.post("/upload?collection_name=c", "text/plain", "a heron");

    REQUIRE(refused.status == 503);
    const auto problem = json::parse(refused.body);
    CHECK(problem.at("title") == "Storage not available");
    CHECK(problem.at("detail").get<std::string>().find("can only be read") != std::string::npos);
    CHECK(rig.get("/readyz").status == 503);
}

TEST_CASE("work pauses where room is short, with figures, and goes on by itself", "[http][full]") {
    Disk disk;
    ResourcesRig rig{{.measure = disk.measure()}};
    rig.watch(rig.upload("c", "a heron", "first.txt"));
    rig.extractor.hold();
    const auto id = rig.upload("c", "a second heron", "second.txt");
    disk.free_bytes = 5_MiB - 1;
    rig.extractor.release();

    const auto waiting = wait_for_disk(rig, id);
    const auto found = rig.post_json("/collections/c/search", {{"query", "heron"}});
    disk.free_bytes = 100_MiB;
    const auto last = rig.watch(id).back();

    CHECK(waiting.at("free_bytes") == 5_MiB - 1);
    CHECK(waiting.at("needed_bytes") == 5_MiB);
    CHECK(found.status == 200);
    CHECK(json::parse(found.body).at("hits").size() == 1);
    CHECK(last.at("status") == "completed");
    CHECK(last.at("waiting_on").is_null());
}

TEST_CASE(
    "an upload that waits for room can be cancelled, and the server stopped", "[http][full]"
) {
    Disk disk;
    ResourcesRig rig{{.measure = disk.measure()}};
    rig.extractor.hold();
    const auto cancelled = rig.upload("c", "a heron", "first.txt");
    const auto left = rig.upload("c", "a heron", "second.txt");
    disk.free_bytes = 0;
    rig.extractor.release();
    wait_for_disk(rig, cancelled);
    wait_for_disk(rig, left);

    CHECK(rig.remove("/uploads/" + cancelled).status == 202);
    CHECK(status_of(rig, cancelled) == "cancelled");
    // The other one waits on: the rig, and with it the server, ends all the same.
}

TEST_CASE("an end that the catalog cannot keep is told when it can", "[http][full]") {
    const FailingFileSystem disk{"catalog.db"};
    ResourcesRig rig;
    rig.extractor.hold();
    const auto id = rig.upload("c", "a heron");
    FailingFileSystem::is_full = true;
    rig.extractor.release();

    const auto waiting = wait_for_disk(rig, id);
    const auto status = status_of(rig, id);
    // All of its text is in the index meanwhile.
    const auto found = rig.post_json("/collections/c/search", {{"query", "heron"}});
    FailingFileSystem::is_full = false;
    const auto last = rig.watch(id).back();

    CHECK(waiting.at("detail").get<std::string>().find("The disk is full") != std::string::npos);
    CHECK(status == "indexing");
    CHECK(json::parse(found.body).at("hits").size() == 1);
    CHECK(last.at("status") == "completed");
    CHECK(last.at("documents").at("completed") == 1);
}

TEST_CASE("also the end of a cancelled upload is told when it is kept", "[http][full]") {
    const FailingFileSystem disk{"catalog.db"};
    ResourcesRig rig;
    rig.extractor.hold();
    const auto id = rig.upload("c", "a heron");
    rig.extractor.wait_until_one_is_held();
    FailingFileSystem::is_full = true;

    auto cancelling = std::thread{[&] { rig.remove("/uploads/" + id); }};
    wait_for_disk(rig, id);
    const auto status = status_of(rig, id);
    FailingFileSystem::is_full = false;
    cancelling.join();

    CHECK(status != "cancelled");
    CHECK(status_of(rig, id) == "cancelled");
    CHECK(rig.watch(id).back().at("terminal") == true);
}

TEST_CASE("an upload cancelled before it began says that its end waits for room", "[http][full]") {
    const FailingFileSystem disk{"catalog.db"};
    ResourcesRig rig;
    rig.extractor.hold();
    rig.post_json(
        "/upload",
        {{"collection_name", "c"},
         {"force_recreate", true},
         {"documents", {{{"content", "a heron"}, {"filename", "a.txt"}}}}}
    );
    rig.extractor.wait_until_one_is_held();
    const auto behind = rig.upload("c", "a second heron");
    FailingFileSystem::is_full = true;

    auto cancelling = std::thread{[&] { rig.remove("/uploads/" + behind); }};
    const auto waiting = wait_for_disk(rig, behind);
    FailingFileSystem::is_full = false;
    cancelling.join();

    CHECK(waiting.at("detail").get<std::string>().find("The disk is full") != std::string::npos);
    CHECK(status_of(rig, behind) == "cancelled");
}

TEST_CASE("a full disk fails no document, and its chunks are written once", "[http][full]") {
    const FailingFileSystem disk{"collections"};
    ResourcesRig rig;
    rig.extractor.hold();
    std::string text;
    for (int i = 0; i < 5000; ++i) text += "heron" + std::to_string(i) + " ";
    const auto id = rig.upload("c", text);
    FailingFileSystem::is_full = true;
    rig.extractor.release();

    wait_for_disk(rig, id);
    FailingFileSystem::is_full = false;
    const auto last = rig.watch(id).back();

    CHECK(last.at("status") == "completed");
    const auto collection = json::parse(rig.get("/collections/c").body);
    CHECK(collection.at("chunks") == last.at("current_chunk"));
}

TEST_CASE("after a failed sync of the catalog nothing is acknowledged any more", "[http][sync]") {
    const FailingFileSystem disk{"catalog.db"};
    ResourcesRig rig;
    rig.watch(rig.upload("c", "a heron"));
    FailingFileSystem::fail_sync = true;
    const auto failed = rig.post("/upload?collection_name=c", "text/plain", "a second heron");
    FailingFileSystem::fail_sync = false;

    const auto later = rig.post("/upload?collection_name=c", "text/plain", "a third heron");

    CHECK(failed.status == 503);
    CHECK(later.status == 503);
    CHECK(json::parse(later.body).at("title") == "Storage not available");
    CHECK(rig.get("/readyz").status == 503);
    CHECK(rig.post_json("/collections/c/search", {{"query", "heron"}}).status == 200);
}

TEST_CASE("a failed sync of an index fails no document: it is left to a restart", "[http][sync]") {
    const FailingFileSystem disk{"collections"};
    ResourcesRig rig;
    rig.watch(rig.upload("c", "a heron", "first.txt"));
    rig.extractor.hold();
    const auto id = rig.upload("c", "a second heron", "second.txt");
    FailingFileSystem::fail_sync = true;
    rig.extractor.release();

    const auto waiting = wait_for_disk(rig, id);
    FailingFileSystem::fail_sync = false;

    CHECK(waiting.at("detail").get<std::string>().find("disk") != std::string::npos);
    const auto upload = json::parse(rig.get("/uploads/" + id).body);
    CHECK(upload.at("terminal") == false);
    CHECK(upload.at("results").at(0).at("error").is_null());
    CHECK(rig.post_json("/collections/c/search", {{"query", "heron"}}).status == 200);
}

}  // namespace
}  // namespace ingestd::http
