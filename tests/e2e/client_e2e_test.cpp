// What a user types: the client commands against the real server.
#include <csignal>

#include "program_run.hpp"
#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

using Words = std::vector<std::string>;

const std::string nobody = "http://127.0.0.1:1";  // nothing listens there
const std::string some_upload = "f47ac10b-58cc-4372-a567-0e02b2c3d479";

std::string newest_upload(std::uint16_t port) {
    return get(port, "/uploads?limit=1").parsed().at("uploads").at(0).at("upload_id");
}

bool is_plain(const std::string& text) {
    return text.find('\x1b') == std::string::npos && text.find('\r') == std::string::npos;
}

}  // namespace

TEST_CASE("a folder is uploaded and watched to its end, in plain lines", "[e2e][client]") {
    const test::TemporaryDirectory data, files;
    const ServerProcess server{data.path()};
    test::write_file(files / "docs/a.txt", "ropes and sails");
    test::write_file(files / "docs/sub/b.md", "# Anchors\n\nThey hold.");

    const auto run = run_program(
        {"upload", (files / "docs").string(), "-c", "harbour", "--server", url_of(server.port())}
    );

    CAPTURE(run.output, run.errors);
    CHECK(run.status == 0);
    CHECK(run.errors.empty());
    CHECK(is_plain(run.output));
    const auto id = newest_upload(server.port());
    CHECK(run.lines().front() == "upload " + id + ": 2 documents to harbour");
    CHECK_THAT(run.lines().back(), Catch::Contains("completed") && Catch::Contains("2 chunks"));
    CHECK(search(server.port(), "harbour", "sails").size() == 1);
}

TEST_CASE("a document that fails is named, and the exit status tells", "[e2e][client]") {
    const test::TemporaryDirectory data, files;
    const ServerProcess server{data.path()};
    test::write_file(files / "good.txt", "ropes");
    test::write_file(files / "blank.txt", "   \n");

    const auto run = run_program(
        {"upload",
         (files / "good.txt").string(),
         (files / "blank.txt").string(),
         "--server",
         url_of(server.port())}
    );

    CAPTURE(run.output, run.errors);
    CHECK(run.status == 1);
    CHECK_THAT(
        run.lines().back(), Catch::Contains("failed: blank.txt: ") && Catch::Contains("no_text")
    );
}

TEST_CASE("with --json every line is JSON, and the last one holds the results", "[e2e][client]") {
    const test::TemporaryDirectory data, files;
    const ServerProcess server{data.path()};
    const auto file = test::write_file(files / "a.txt", "ropes").string();

    const auto run = run_program({"upload", file, "--json", "--server", url_of(server.port())});

    CAPTURE(run.output, run.errors);
    REQUIRE(run.status == 0);
    for (const auto& line : run.lines()) REQUIRE(json::accept(line));
    CHECK(json::parse(run.lines().back()).at("results").at(0).at("filename") == "a.txt");
    CHECK(json::parse(run.lines().at(run.lines().size() - 2)).at("terminal") == true);
}

TEST_CASE("an upload that was not waited for is watched later", "[e2e][client]") {
    const test::TemporaryDirectory data, files;
    const ServerProcess server{data.path()};
    const auto url = url_of(server.port());
    const auto file = test::write_file(files / "a.txt", "ropes").string();

    const auto sent = run_program({"upload", file, "--no-wait", "--server", url});
    const auto watched = run_program({"watch", newest_upload(server.port()), "--server", url});

    CAPTURE(sent.output, watched.output, watched.errors);
    CHECK(sent.status == 0);
    CHECK(sent.lines().size() == 1);
    CHECK(watched.status == 0);
    CHECK_THAT(watched.lines().back(), Catch::Contains("completed") && Catch::Contains("1 chunk"));
}

TEST_CASE("what is searched for is found, or said not to be there", "[e2e][client]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto url = url_of(server.port());
    wait_for_end(server.port(), upload_texts(server.port(), "c", {{"a.txt", "ropes and sails"}}));

    const auto hit = run_program({"search", "c", "sails", "--server", url});
    CHECK(hit.status == 0);
    CHECK(hit.output == "1. a.txt\n   ropes and sails\n");

    const auto none = run_program({"search", "c", "anchors", "--server", url});
    CHECK(none.status == 0);
    CHECK(none.output == "nothing found in c\n");

    const auto as_json = run_program({"search", "c", "sails", "--json", "--server", url});
    CHECK(as_json.status == 0);
    REQUIRE(as_json.lines().size() == 1);
    CHECK(json::parse(as_json.lines()[0]).at("hits").at(0).at("filename") == "a.txt");
}

TEST_CASE("where no server answers each command says so with what helps", "[e2e][client]") {
    const test::TemporaryDirectory files;
    const auto file = test::write_file(files / "a.txt", "ropes").string();
    for (auto words :
         {Words{"upload", file},
          Words{"watch", some_upload},
          Words{"search", "c", "x"},
          Words{"sync", files.path().string()}}) {
        words.insert(words.end(), {"--server", nobody});

        const auto run = run_program(words);

        CAPTURE(words);
        CHECK(run.status == 3);
        CHECK(run.output.empty());
        CHECK_THAT(
            run.errors,
            Catch::StartsWith("ingestd: no server answers at " + nobody) &&
                Catch::Contains("ingestd serve")
        );
    }
}

TEST_CASE("what is wrong is said in words, and by the exit status", "[e2e][client]") {
    const test::TemporaryDirectory data, files;
    const ServerProcess server{data.path()};
    const auto folder = files.path().string();
    const auto file = test::write_file(files / "a.txt", "ropes").string();
    struct Wrong {
        Words words;
        int status;
        std::string said;
    };
    const std::vector<Wrong> all{
        {{"upload", file, "-c", "../x"}, 1, "collection_name must be"},
        {{"sync", folder, "-c", "../x"}, 1, "collection_name must be"},
        {{"search", "nobody", "x"}, 1, "404"},
        {{"watch", some_upload}, 1, "does not know this upload"},
        {{"watch", "x"}, 2, "no upload id"},
        {{"upload", folder + "/none.txt"}, 2, "none.txt"},
        {{"sync", folder + "/none"}, 2, "none"},
        {{"sync", file}, 2, "a.txt"},
        {{"sync", folder, "--source", "a/b"}, 2, "--source"},
    };
    for (const auto& wrong : all) {
        auto words = wrong.words;
        words.insert(words.end(), {"--server", url_of(server.port())});

        const auto run = run_program(words);

        CAPTURE(words, run.output, run.errors);
        CHECK(run.status == wrong.status);
        CHECK(run.output.empty());
        CHECK_THAT(run.errors, Catch::StartsWith("ingestd: ") && Catch::Contains(wrong.said));
    }
}

TEST_CASE("a watch outlives the server and sees the end after its return", "[e2e][client]") {
    const test::TemporaryDirectory data;
    const auto port = lasting_port();
    const Words slow{"--workers", "1"};
    auto server = std::make_unique<ServerProcess>(data.path(), slow, port);
    // Long enough to be in work when the server is killed.
    const auto answer =
        call(port, "POST", "/upload?collection_name=c&filename=a.txt", prose(10'000'000));
    const std::string id = answer.parsed().at("upload_id");

    RunningProgram watch{{"watch", id, "--server", url_of(port)}};
    watch.line_with("%");
    server->end_with(SIGKILL);
    watch.line_with("trying again");
    server = std::make_unique<ServerProcess>(data.path(), slow, port);

    CHECK_THAT(watch.line_with("completed  "), Catch::Contains("chunks"));
    CHECK(watch.wait() == 0);
}
