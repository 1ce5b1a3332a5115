// Cancelling, at whatever moment.
#include <csignal>
#include <thread>

#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

using Texts = std::vector<std::string>;

// With this helper an upload stays in work until it is cancelled.
const std::vector<std::string> with_hanging_helper = {
    "--extract-program", INGESTD_MISBEHAVING_HELPER};
constexpr auto never_read = "hang after a page";

}  // namespace

TEST_CASE("what a cancelled upload had replaced is found again", "[e2e][cancel]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path(), with_hanging_helper};
    const auto port = server.port();
    wait_for_end(port, upload_texts(port, "c", {{"a.txt", "an old lantern"}}));
    const auto id = upload_texts(port, "c", {{"a.txt", "a new lantern"}, {"b.md", never_read}});
    Watcher watcher{port, "/ws/" + id};
    watcher.wait_for([](const json& event) { return event.at("documents").at("completed") >= 1; });
    CHECK(search(port, "c", "lantern") == Texts{"a new lantern"});

    CHECK(call(port, "DELETE", "/uploads/" + id).status == 202);

    CHECK(watcher.rest().back().at("status") == "cancelled");
    CHECK(search(port, "c", "lantern") == Texts{"an old lantern"});
    CHECK(search(port, "c", "page").empty());
    const auto results = get(port, "/uploads/" + id).parsed().at("results");
    CHECK(results.at(0).at("status") == "cancelled");
    CHECK(results.at(1).at("status") == "cancelled");
    CHECK(call(port, "DELETE", "/uploads/" + id).status == 409);
}

TEST_CASE(
    "an upload that still waits is cancelled at once, also when asked twice", "[e2e][cancel]"
) {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path(), with_hanging_helper};
    const auto port = server.port();
    const auto recreates = post_json(
        port,
        "/upload",
        {{"collection_name", "c"},
         {"force_recreate", true},
         {"documents", json::array({{{"filename", "b.md"}, {"content", never_read}}})}}
    );
    const auto id = upload_texts(port, "c", {{"a.txt", "a lantern"}});
    std::vector<unsigned> statuses(2);
    std::thread other{[&] { statuses[0] = call(port, "DELETE", "/uploads/" + id).status; }};
    statuses[1] = call(port, "DELETE", "/uploads/" + id).status;
    other.join();

    std::sort(statuses.begin(), statuses.end());
    CHECK(statuses[0] == 202);
    CHECK((statuses[1] == 202 || statuses[1] == 409));
    CHECK(wait_for_end(port, id).at("status") == "cancelled");
    const std::string builds = recreates.parsed().at("upload_id");
    CHECK(call(port, "DELETE", "/uploads/" + builds).status == 202);
}

TEST_CASE("a cancel at the moment of completion tells what happened", "[e2e][cancel]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    for (int round = 0; round < 30; ++round) {
        const auto word = "lantern" + std::to_string(round);
        const auto id = upload_texts(port, "c", {{word + ".txt", "a " + word}});
        Watcher watcher{port, "/ws/" + id};
        for (int i = 0; i < round % 6 && watcher.next(); ++i) {
        }

        const auto status = call(port, "DELETE", "/uploads/" + id).status;

        const auto last = wait_for_end(port, id);
        CAPTURE(round, status, last.dump());
        REQUIRE((status == 202 || status == 409));
        REQUIRE((last.at("status") == "cancelled") == (status == 202));
        REQUIRE(search(port, "c", word).empty() == (status == 202));
    }
}

TEST_CASE("an upload that was begun before a kill is cancelled whole", "[e2e][cancel]") {
    const test::TemporaryDirectory data;
    std::string id;
    {
        ServerProcess server{data.path(), with_hanging_helper};
        id = upload_texts(server.port(), "c", {{"a.txt", "a lantern"}, {"b.md", never_read}});
        Watcher watcher{server.port(), "/ws/" + id};
        watcher.wait_for([](const json& event) {
            return event.at("documents").at("completed") >= 1;
        });
        server.end_with(SIGKILL);
    }
    const ServerProcess server{data.path(), with_hanging_helper};

    CHECK(call(server.port(), "DELETE", "/uploads/" + id).status == 202);

    CHECK(search(server.port(), "c", "lantern").empty());
    CHECK(search(server.port(), "c", "page").empty());
}

TEST_CASE("a helper that is busy is ended with its upload", "[e2e][cancel]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{
        data.path(), {"--extract-program", INGESTD_MISBEHAVING_HELPER, "--helpers-max", "1"}};
    const auto port = server.port();
    const auto id = upload_texts(port, "c", {{"a.md", "hang after a page"}});
    Watcher watcher{port, "/ws/" + id};
    watcher.wait_for([](const json& event) { return event.at("status") == "extracting"; });

    CHECK(call(port, "DELETE", "/uploads/" + id).status == 202);

    CHECK(watcher.rest().back().at("status") == "cancelled");
    // The one place for a helper is free again.
    const auto next = upload_texts(port, "c", {{"b.md", "pid"}});
    CHECK(wait_for_end(port, next).at("status") == "completed");
}
