// Building a collection anew under kill -9.
#include <csignal>

#include "generation_files.hpp"
#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

using Texts = std::vector<std::string>;

std::string recreate(std::uint16_t port, const std::string& lantern, std::size_t more) {
    const auto answer = post_json(
        port,
        "/upload",
        {{"collection_name", "c"},
         {"force_recreate", true},
         {"documents",
          json::array(
              {{{"filename", "l.txt"}, {"content", lantern}},
               {{"filename", "m.txt"}, {"content", prose(more)}}}
          )}}
    );
    if (answer.status != 202) throw std::runtime_error{"not accepted: " + answer.body};
    return answer.parsed().at("upload_id");
}

}  // namespace

TEST_CASE(
    "a new generation survives kills, and the old one answers until it is there", "[e2e][recreate]"
) {
    const test::TemporaryDirectory data;
    {
        ServerProcess server{data.path()};
        wait_for_end(
            server.port(), upload_texts(server.port(), "c", {{"o.txt", "an old lantern"}})
        );
        server.end_with(SIGTERM);
    }
    std::string first, second, after;
    // Killed when so many chunks were told: before its file is made, in the middle, at the end.
    for (const std::size_t chunks : {0u, 1u, 200u, 2000u}) {
        ServerProcess server{data.path(), {"--workers", "1"}};
        const auto port = server.port();
        if (first.empty()) {
            first = recreate(port, "first new lantern", 2'000'000);
            second = recreate(port, "second new lantern", 10'000);
            after = upload_texts(port, "c", {{"a.txt", "a lantern after"}});
        }
        const auto found = search(port, "c", "lantern");
        Watcher watcher{port, "/ws/" + first};
        auto event = watcher.next();
        while (event && event->at("current_chunk") < chunks) event = watcher.next();
        if (event && event->at("terminal") != true) CHECK(found == Texts{"an old lantern"});
        server.end_with(SIGKILL);
    }
    ServerProcess server{data.path()};
    const auto port = server.port();

    for (const auto& id : {first, second, after})
        CHECK(wait_for_end(port, id).at("status") == "completed");

    auto found = search(port, "c", "lantern");
    std::sort(found.begin(), found.end());
    CHECK(found == Texts{"a lantern after", "second new lantern"});
    server.end_with(SIGTERM);
    { ServerProcess again{data.path()}; }
    CHECK(generation_files(data.path()) == 1);
}

TEST_CASE("who waits for a collection to be built says for which upload", "[e2e][recreate]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path(), {"--extract-program", INGESTD_MISBEHAVING_HELPER}};
    const auto port = server.port();
    const auto answer = post_json(
        port,
        "/upload",
        {{"collection_name", "c"},
         {"force_recreate", true},
         {"documents", json::array({{{"filename", "b.md"}, {"content", "hang after a page"}}})}}
    );
    const std::string builds = answer.parsed().at("upload_id");
    const auto waits = upload_texts(port, "c", {{"a.txt", "a lantern after"}});
    Watcher watcher{port, "/ws/" + waits};
    const auto event =
        watcher.wait_for([](const json& told) { return !told.at("waiting_on").is_null(); });

    CHECK(event.at("waiting_on").at("reason") == "collection");
    CHECK(event.at("waiting_on").at("detail").get<std::string>().find(builds) != std::string::npos);

    CHECK(call(port, "DELETE", "/uploads/" + builds).status == 202);
    CHECK(watcher.rest().back().at("status") == "completed");
    CHECK(search(port, "c", "lantern") == Texts{"a lantern after"});
}
