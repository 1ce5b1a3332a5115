// A collection that is made anew of what it has stored, for another embedder.
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

std::string reembed(std::uint16_t port, const std::string& embedder) {
    const auto answer = post_json(
        port,
        "/upload",
        {{"collection_name", "c"}, {"force_recreate", true}, {"options", {{"embedder", embedder}}}}
    );
    if (answer.status != 202) throw std::runtime_error{"not accepted: " + answer.body};
    return answer.parsed().at("upload_id");
}

unsigned by_vector(std::uint16_t port) {
    return post_json(
               port, "/collections/c/search", {{"query", "lantern"}, {"mode", "vector"}}
    ).status;
}

json collection(std::uint16_t port) {
    return get(port, "/collections/c").parsed();
}

std::string document_of(std::uint16_t port, const std::string& filename) {
    const auto documents = get(port, "/collections/c/documents").parsed();
    for (const auto& document : documents.at("documents")) {
        if (document.at("filename") == filename) return document.at("document_id");
    }
    return {};
}

}  // namespace

TEST_CASE("vectors come and go without the files", "[e2e][reembed]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    wait_for_end(port, upload_texts(port, "c", {{"l.txt", "a lantern"}, {"p.txt", prose(20'000)}}));
    CHECK(by_vector(port) == 200);
    const auto before = collection(port);
    const auto text = get(port, "/collections/c/documents/" + document_of(port, "p.txt") + "/text");

    CHECK(wait_for_end(port, reembed(port, "none")).at("status") == "completed");
    CHECK(by_vector(port) == 409);
    const auto last = wait_for_end(port, reembed(port, "hash"));

    CHECK(last.at("status") == "completed");
    CHECK(last.at("stages").at("embedded") == last.at("total_chunks"));
    CHECK(by_vector(port) == 200);
    CHECK(collection(port) == before);
    CHECK(search(port, "c", "lantern") == Texts{"a lantern"});
    const auto id = document_of(port, "p.txt");
    CHECK(get(port, "/collections/c/documents/" + id + "/text").body == text.body);
    CHECK(get(port, "/collections/c/documents/" + id + "/original").body == prose(20'000));
}

TEST_CASE(
    "a collection that is made anew of itself survives kills, and is searched meanwhile",
    "[e2e][reembed]"
) {
    const test::TemporaryDirectory data;
    json before;
    {
        ServerProcess server{data.path(), {"--default-embedder", "none"}};
        const auto port = server.port();
        wait_for_end(
            port,
            upload_texts(
                port,
                "c",
                {{"d.txt", "a beacon that goes"},
                 {"l.txt", "an old lantern"},
                 {"m.txt", prose(2'000'000)}}
            )
        );
        before = collection(port);
        server.end_with(SIGTERM);
    }
    const auto chunks = before.at("chunks").get<std::size_t>();
    std::string id, after;
    bool was_deleted = false;
    // Killed when so many chunks were told: before its file is made, in the middle, at the end.
    for (const std::size_t told : {std::size_t{0}, std::size_t{1}, chunks / 3, chunks - 1}) {
        ServerProcess server{data.path(), {"--workers", "1"}};
        const auto port = server.port();
        if (id.empty()) {
            id = reembed(port, "hash");
            after = upload_texts(port, "c", {{"a.txt", "a lantern after"}});
        }
        const auto found = search(port, "c", "lantern");
        Watcher watcher{port, "/ws/" + id};
        auto event = watcher.next();
        while (event && event->at("current_chunk") < told) event = watcher.next();
        if (event && event->at("terminal") != true) {
            CHECK(found == Texts{"an old lantern"});
            if (!was_deleted && event->at("current_chunk") > 0)
                CHECK(event->at("total_chunks") == chunks);
        }
        if (told == 1) {
            const auto deleted = document_of(port, "d.txt");
            was_deleted = call(port, "DELETE", "/collections/c/documents/" + deleted).status == 204;
        }
        server.end_with(SIGKILL);
    }
    REQUIRE(was_deleted);
    ServerProcess server{data.path()};
    const auto port = server.port();

    CHECK(wait_for_end(port, id).at("status") == "completed");
    CHECK(wait_for_end(port, after).at("status") == "completed");

    auto found = search(port, "c", "lantern");
    std::sort(found.begin(), found.end());
    CHECK(found == Texts{"a lantern after", "an old lantern"});
    CHECK(search(port, "c", "beacon").empty());
    CHECK(by_vector(port) == 200);
    CHECK(collection(port).at("chunks") == chunks);  // one went, one came
    server.end_with(SIGTERM);
    { ServerProcess again{data.path()}; }
    CHECK(generation_files(data.path()) == 1);
}
