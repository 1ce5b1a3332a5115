// An archive is as many documents as it holds: over the wire, on the command line, after kill -9.
#include <csignal>

#include "program_run.hpp"
#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/tar.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

std::string upload_archive(std::uint16_t port, const std::string& bytes) {
    const auto answer = call(port, "POST", "/upload?collection_name=c&filename=papers.tar", bytes);
    REQUIRE(answer.status == 202);
    CHECK(answer.parsed().at("message") == "Upload received. Total documents: 1");
    return answer.parsed().at("upload_id");
}

std::vector<std::string> keys(std::uint16_t port) {
    std::vector<std::string> keys;
    const auto listed = get(port, "/collections/c/documents").parsed();
    for (const auto& document : listed.at("documents")) keys.push_back(document.at("key"));
    return keys;
}

const std::string papers = test::make_tar(
    {{"foxes.txt", "A fox crossed the frozen lake."},
     {"in/boats.md", "# Boats\n\nThe ferry waits."},
     {"more.tar", test::make_tar({{"owls.txt", "An owl called twice."}})},
     {"noise.bin",
      std::string(
          "\x7F"
          "ELF\2\1\1\0",
          8
      ) + std::string(100, '\0')}}
);

}  // namespace

TEST_CASE("the entries of an archive are documents with results of their own", "[e2e][archive]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();

    const auto id = upload_archive(port, papers);
    const auto last = wait_for_end(port, id);

    CHECK(last.at("status") == "completed");
    CHECK(last.at("message") == "Completed: 3 of 4 documents");
    CHECK(last.at("documents").at("total") == 4);
    const auto results = get(port, "/uploads/" + id).parsed().at("results");
    std::map<std::string, json> by_name;
    for (const auto& result : results) by_name[result.at("filename")] = result;
    REQUIRE(by_name.size() == 6);
    CHECK(by_name.at("papers.tar").at("parent") == nullptr);
    CHECK(by_name.at("papers.tar/foxes.txt").at("status") == "completed");
    CHECK(
        by_name.at("papers.tar/more.tar/owls.txt").at("parent") ==
        by_name.at("papers.tar/more.tar").at("document_id")
    );
    CHECK(by_name.at("papers.tar/noise.bin").at("error").at("code") == "unsupported_type");
    CHECK(search(port, "c", "owl").size() == 1);
    CHECK(search(port, "c", "ferry").size() == 1);

    const std::string outer = by_name.at("papers.tar").at("document_id");
    const auto original = get(port, "/collections/c/documents/" + outer + "/original");
    CHECK(original.body == papers);
    CHECK(get(port, "/collections/c/documents/" + outer).parsed().at("children") == 4);
    CHECK(call(port, "DELETE", "/collections/c/documents/" + outer).status == 204);
    CHECK(keys(port).empty());
    CHECK(search(port, "c", "owl").empty());
}

TEST_CASE("a newer archive takes the place of what the older one held", "[e2e][archive]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    wait_for_end(port, upload_archive(port, papers));

    const auto newer = test::make_tar(
        {{"foxes.txt", "A fox crossed the frozen lake."}, {"bees.txt", "Bees swarm in May."}}
    );
    const auto id = upload_archive(port, newer);
    wait_for_end(port, id);

    CHECK(
        keys(port) ==
        std::vector<std::string>{"papers.tar", "papers.tar/bees.txt", "papers.tar/foxes.txt"}
    );
    const auto results = get(port, "/uploads/" + id).parsed().at("results");
    CHECK(results.at(1).at("unchanged") == true);
    CHECK(results.at(2).at("unchanged") == false);
}

TEST_CASE("after kill -9 in the midst of an archive all of it is there once", "[e2e][archive]") {
    const test::TemporaryDirectory data;
    std::vector<std::pair<std::string, std::string>> files;
    for (int i = 0; i < 400; ++i) {
        files.emplace_back(std::to_string(i) + ".txt", "marker" + std::to_string(i) + " is here.");
    }
    std::string id;
    {
        ServerProcess server{data.path()};
        id = upload_archive(server.port(), test::make_tar(files));
        Watcher watcher{server.port(), "/ws/" + id};
        watcher.wait_for([](const json& event) { return event.at("current_chunk") > 20; });
        server.end_with(SIGKILL);
    }
    const ServerProcess server{data.path()};
    const auto last = wait_for_end(server.port(), id);

    CHECK(last.at("status") == "completed");
    CHECK(last.at("documents").at("completed") == 400);
    CHECK(last.at("current_chunk") == 400);
    for (const int i : {0, 20, 21, 199, 399}) {
        CHECK(search(server.port(), "c", "marker" + std::to_string(i)).size() == 1);
    }
}

TEST_CASE("what is inside of an archive is printed behind its name", "[e2e][extract]") {
    const test::TemporaryDirectory files;
    const auto file = test::write_file(
        files / "a.tar", test::make_tar({{"b.txt", "First."}, {"c.txt", "Second."}})
    );
    const auto run = run_program({"extract", file.string()});
    CHECK(run.status == 0);
    CHECK(run.output == "\n==> a.tar/b.txt <==\nFirst.\n\n==> a.tar/c.txt <==\nSecond.\n");
}
