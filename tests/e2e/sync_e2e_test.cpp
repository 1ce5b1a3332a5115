// A folder and the collection that is to hold the same, against the real server.
#include <csignal>
#include <map>

#include "program_run.hpp"
#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

// A server, and a folder "docs" to be synced with its collection "c".
struct Rig {
    test::TemporaryDirectory data, files;
    ServerProcess server{data.path()};
    fs::path docs = files / "docs";

    Rig() { fs::create_directory(docs); }

    Words words(const Words& more) const {
        Words all{"sync", docs.string(), "-c", "c", "--server", url_of(server.port())};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    ProgramRun sync(const Words& more = {}) const { return run_program(words(more)); }

    void write(const std::string& name, std::string_view content) const {
        test::write_file(docs / name, content);
    }
    std::vector<std::string> keys() const {
        std::vector<std::string> keys;
        const auto list = get(server.port(), "/collections/c/documents").parsed();
        for (const auto& document : list.at("documents")) keys.push_back(document.at("key"));
        return keys;
    }
    std::size_t uploads() const {
        return get(server.port(), "/uploads?limit=1000").parsed().at("uploads").size();
    }
};

}  // namespace

TEST_CASE("a folder is sent once, and not again", "[e2e][sync]") {
    const Rig rig;
    rig.write("a.txt", "ropes");
    rig.write("sub/b.md", "# Anchors\n\nThey hold.");

    const auto first = rig.sync();
    const auto second = rig.sync();

    CAPTURE(first.output, first.errors, second.output, second.errors);
    CHECK(first.status == 0);
    CHECK(
        first.output ==
        "sent     docs/a.txt (new)\n"
        "sent     docs/sub/b.md (new)\n"
        "2 sent, 0 removed, 0 unchanged\n"
    );
    CHECK(second.status == 0);
    CHECK(second.output == "0 sent, 0 removed, 2 unchanged\n");
    CHECK(first.errors + second.errors == "");
    CHECK(rig.uploads() == 1);
    CHECK(rig.keys() == Words{"docs/a.txt", "docs/sub/b.md"});
}

TEST_CASE("what has changed, come and gone is told and done", "[e2e][sync]") {
    const Rig rig;
    for (const auto* name : {"a.txt", "b.txt", "c.txt"}) rig.write(name, name);
    REQUIRE(rig.sync().status == 0);
    rig.write("a.txt", "windlass");
    fs::remove(rig.docs / "b.txt");
    rig.write("d.txt", "capstan");

    const auto run = rig.sync();

    CAPTURE(run.errors);
    CHECK(run.status == 0);
    CHECK(
        run.output ==
        "sent     docs/a.txt (changed)\n"
        "sent     docs/d.txt (new)\n"
        "removed  docs/b.txt\n"
        "2 sent, 1 removed, 1 unchanged\n"
    );
    CHECK(rig.keys() == Words{"docs/a.txt", "docs/c.txt", "docs/d.txt"});
    CHECK(search(rig.server.port(), "c", "windlass").size() == 1);
}

TEST_CASE("documents that came another way are neither removed nor replaced", "[e2e][sync]") {
    const Rig rig;
    const auto port = rig.server.port();
    wait_for_end(
        port, upload_texts(port, "c", {{"docs/a.txt", "of others"}, {"other.txt", "of others"}})
    );
    rig.write("a.txt", "ropes");
    rig.write("b.txt", "sails");

    const auto run = rig.sync();

    CAPTURE(run.output, run.errors);
    CHECK(run.status == 1);
    CHECK_THAT(run.errors, Catch::StartsWith("left alone  docs/a.txt: "));
    CHECK_THAT(
        run.lines().back(), Catch::StartsWith("1 sent, 0 removed, 0 unchanged, 1 of others")
    );
    CHECK(search(port, "c", "ropes").empty());
    CHECK(rig.keys() == Words{"docs/a.txt", "docs/b.txt", "other.txt"});

    const auto taken = rig.sync({"--take-over"});

    CHECK(taken.status == 0);
    CHECK(search(port, "c", "ropes").size() == 1);
    CHECK(rig.keys() == Words{"docs/a.txt", "docs/b.txt", "other.txt"});
}

TEST_CASE("two folders of the same name are kept apart by their source", "[e2e][sync]") {
    const Rig rig;
    rig.write("a.txt", "ropes");
    REQUIRE(rig.sync({"--source", "one"}).status == 0);
    rig.write("b.txt", "sails");

    const auto run = rig.sync({"--source", "two"});

    CHECK(run.status == 0);
    CHECK(rig.keys() == Words{"one/a.txt", "two/a.txt", "two/b.txt"});
}

TEST_CASE("a dry run tells all and does nothing", "[e2e][sync]") {
    const Rig rig;
    rig.write("a.txt", "ropes");
    rig.write("b.txt", "sails");
    REQUIRE(rig.sync().status == 0);
    rig.write("c.txt", "anchors");
    fs::remove(rig.docs / "b.txt");

    const auto run = rig.sync({"--dry-run"});

    CAPTURE(run.errors);
    CHECK(run.status == 0);
    CHECK(
        run.output ==
        "would send    docs/c.txt (new)\n"
        "would remove  docs/b.txt\n"
        "1 would be sent, 1 would be removed, 1 unchanged\n"
    );
    CHECK(rig.keys() == Words{"docs/a.txt", "docs/b.txt"});
    CHECK(rig.uploads() == 1);
}

TEST_CASE("a file that cannot be indexed is not sent again until it changes", "[e2e][sync]") {
    const Rig rig;
    rig.write("a.txt", "ropes");
    rig.write("b.txt", "   \n");

    const auto first = rig.sync();
    const auto second = rig.sync();

    CAPTURE(first.output, first.errors, second.output, second.errors);
    CHECK(first.status == 1);
    CHECK_THAT(
        first.errors, Catch::StartsWith("failed   docs/b.txt: ") && Catch::Contains("no_text")
    );
    CHECK(first.lines().back() == "1 sent, 0 removed, 0 unchanged, 1 failed");
    CHECK(second.status == 1);
    CHECK_THAT(second.errors, Catch::StartsWith("failed before  docs/b.txt: "));
    CHECK_THAT(
        second.lines().back(), Catch::StartsWith("0 sent, 0 removed, 1 unchanged, 1 failed before")
    );
    CHECK(rig.uploads() == 1);

    CHECK(rig.sync({"--retry-failed"}).status == 1);
    CHECK(rig.uploads() == 2);

    rig.write("b.txt", "sails");
    CHECK(rig.sync().status == 0);
    CHECK(rig.keys() == Words{"docs/a.txt", "docs/b.txt"});
}

TEST_CASE("a folder that is empty, or nearly, does not empty the collection", "[e2e][sync]") {
    const Rig rig;
    for (const auto* name : {"a.txt", "b.txt", "c.txt"}) rig.write(name, name);
    REQUIRE(rig.sync().status == 0);
    rig.write(".hidden", "what is hidden does not count");

    for (const auto& gone : {Words{"a.txt", "b.txt"}, Words{"c.txt"}}) {
        for (const auto& name : gone) fs::remove(rig.docs / name);
        const auto run = rig.sync();
        CAPTURE(run.output, run.errors);
        CHECK(run.status == 1);
        CHECK_THAT(run.errors, Catch::Contains("nothing was sent or removed"));
        CHECK_THAT(run.errors, Catch::Contains("--allow-removals"));
        CHECK(rig.keys().size() == 3);
    }

    CHECK(rig.sync({"--allow-removals"}).status == 0);
    CHECK(rig.keys().empty());
}

TEST_CASE("a file that cannot be read is told, kept, and stops nothing else", "[e2e][sync]") {
    const Rig rig;
    rig.write("a.txt", "ropes");
    rig.write("b.txt", "sails");
    REQUIRE(rig.sync().status == 0);
    fs::remove(rig.docs / "a.txt");
    fs::create_symlink(rig.files / "unmounted", rig.docs / "a.txt");
    rig.write("c.txt", "anchors");

    const auto run = rig.sync();

    CAPTURE(run.output, run.errors);
    CHECK(run.status == 1);
    CHECK_THAT(run.errors, Catch::Contains("a.txt: cannot be read"));
    CHECK(run.lines().back() == "1 sent, 0 removed, 1 unchanged, 1 not read");
    CHECK(rig.keys() == Words{"docs/a.txt", "docs/b.txt", "docs/c.txt"});
}

TEST_CASE("with --json each action is a line", "[e2e][sync]") {
    const Rig rig;
    rig.write("a.txt", "ropes");
    rig.write("b.txt", "  ");

    const auto run = rig.sync({"--json"});

    CAPTURE(run.output, run.errors);
    CHECK(run.status == 1);
    CHECK(run.errors.empty());
    std::map<std::string, json> actions;
    for (const auto& line : run.lines()) {
        const auto action = json::parse(line);
        actions[action.at("action").get<std::string>()] = action;
    }
    CHECK(actions.size() == 3);
    CHECK(actions["sent"].at("filename") == "docs/a.txt");
    CHECK(actions["sent"].at("change") == "new");
    CHECK(actions["sent"].at("bytes") == 5);
    CHECK(actions["failed"].at("code") == "no_text");
    CHECK(actions["summary"].at("sent") == 1);
    CHECK(actions["summary"].at("failed") == 1);
}

TEST_CASE("what a killed sync has sent is not sent again", "[e2e][sync]") {
    const Rig rig;
    const auto port = rig.server.port();
    const auto text = prose(6'000'000);
    rig.write("a.txt", text);
    // As the one before sent it; it may still be in work, or done.
    const json document{
        {"filename", "docs/a.txt"}, {"content", text}, {"metadata", {{"source", "sync:docs"}}}};
    const auto sent =
        post_json(port, "/upload", {{"collection_name", "c"}, {"documents", {document}}});
    REQUIRE(sent.status == 202);

    const auto run = rig.sync();

    CAPTURE(run.output, run.errors);
    CHECK(run.status == 0);
    CHECK(rig.uploads() == 1);
    CHECK(get(port, "/uploads").parsed().at("uploads").at(0).at("status") == "completed");
}

TEST_CASE("a watch syncs what changes, wherever that is, and ends when told", "[e2e][sync]") {
    const Rig rig;
    for (const auto* name : {"a.txt", "b.txt", "c.txt"}) rig.write(name, name);
    RunningProgram watch{rig.words({"--watch"})};
    CHECK(watch.line_with("3 sent") == "3 sent, 0 removed, 0 unchanged");
    watch.line_with("watching");

    rig.write("new/deep/d.txt", "windlass");
    CHECK(watch.line_with("d.txt") == "sent     docs/new/deep/d.txt (new)");
    watch.line_with("1 sent");
    rig.write("new/deep/d.txt", "capstan");
    CHECK(watch.line_with("d.txt") == "sent     docs/new/deep/d.txt (changed)");
    watch.line_with("1 sent");
    fs::rename(rig.docs / "new", rig.docs / "renamed");
    CHECK(watch.line_with("sent") == "sent     docs/renamed/deep/d.txt (new)");
    CHECK(watch.line_with("removed") == "removed  docs/new/deep/d.txt");
    watch.line_with("1 sent, 1 removed");
    fs::remove(rig.docs / "a.txt");
    CHECK(watch.line_with("removed") == "removed  docs/a.txt");

    watch.line_with("0 sent, 1 removed");
    CHECK(watch.end_with(SIGTERM) == 0);
    CHECK(rig.keys() == Words{"docs/b.txt", "docs/c.txt", "docs/renamed/deep/d.txt"});
}

TEST_CASE("a watch outlives the server and goes on after its return", "[e2e][sync]") {
    const test::TemporaryDirectory data, files;
    const auto port = lasting_port();
    auto server = std::make_unique<ServerProcess>(data.path(), Words{}, port);
    const auto docs = files / "docs";
    test::write_file(docs / "a.txt", "ropes");
    RunningProgram watch{{"sync", docs.string(), "-c", "c", "--watch", "--server", url_of(port)}};
    watch.line_with("watching");

    server->end_with(SIGKILL);
    test::write_file(docs / "b.txt", "sails");
    watch.line_with("no server answers");
    watch.line_with("trying again");
    server = std::make_unique<ServerProcess>(data.path(), Words{}, port);

    // Told once: the next word of it is that it is back.
    CHECK_THAT(watch.line_with(""), Catch::StartsWith("It is back"));
    CHECK(watch.line_with("") == "sent     docs/b.txt (new)");
    CHECK(watch.line_with("") == "1 sent, 0 removed, 1 unchanged");
    CHECK(watch.end_with(SIGINT) == 0);
}

TEST_CASE("a watch keeps a collection whose folder has gone, and goes on with it", "[e2e][sync]") {
    const Rig rig;
    rig.write("a.txt", "ropes");
    RunningProgram watch{rig.words({"--watch"})};
    watch.line_with("watching");

    fs::rename(rig.docs, rig.files / "elsewhere");
    watch.line_with("cannot read the folder");
    CHECK(rig.keys() == Words{"docs/a.txt"});

    fs::rename(rig.files / "elsewhere", rig.docs);
    rig.write("b.txt", "sails");
    CHECK(watch.line_with("sent  ") == "sent     docs/b.txt (new)");
    CHECK(watch.end_with(SIGINT) == 0);
}
