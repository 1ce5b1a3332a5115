// check, backup and restore, as an operator types them.
#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

#include <ingestd/base/id.hpp>

#include "database.hpp"
#include "program.hpp"
#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;
namespace fs = std::filesystem;

namespace {

using Damage = std::function<void(const fs::path&)>;

fs::path only_file(const fs::path& below, const std::string& ending) {
    for (const auto& file : fs::recursive_directory_iterator{below}) {
        if (file.path().string().ends_with(ending)) return file.path();
    }
    FAIL("there is no file " << ending << " below " << below);
    return {};
}

void flip_byte(const fs::path& file, std::uint64_t at) {
    std::fstream stream{file, std::ios::in | std::ios::out | std::ios::binary};
    stream.seekg(static_cast<std::streamoff>(at));
    const char byte = static_cast<char>(stream.get() ^ 0x55);
    stream.seekp(static_cast<std::streamoff>(at));
    stream.put(byte);
}

// Documents small (bodies in the catalog) and large (a blob), all of them indexed.
void fill(const fs::path& data) {
    ServerProcess server{data};
    const auto port = server.port();
    wait_for_end(
        port,
        upload_texts(
            port,
            "letters",
            {{"small.txt", "a lantern, 東京都庁, naïve foxes"}, {"b.md", prose(9'000, 2)}}
        )
    );
    const auto large =
        call(port, "POST", "/upload?collection_name=letters&filename=large.txt", prose(300'000, 7));
    REQUIRE(large.status == 202);
    wait_for_end(port, large.parsed().at("upload_id"));
    REQUIRE(server.end_with(SIGTERM) == 0);
}

Ended check(const fs::path& data) {
    return run_ingestd({"check", "--data-dir", data.string()});
}

Damage in_generation(const std::string& script) {
    return [script](const fs::path& data) {
        run_script(only_file(data / "collections", ".db"), script);
    };
}
Damage in_catalog(const std::string& script) {
    return [script](const fs::path& data) { run_script(data / "catalog.db", script); };
}

// The middle of a page of a table that has many.
void corrupt_page(const fs::path& database) {
    const auto pages = fs::file_size(database) / 4096;
    for (std::uint64_t at = 0; at < 64; ++at) flip_byte(database, (pages - 2) * 4096 + at);
}

}  // namespace

TEST_CASE("a sound directory is found sound, also while a server runs on it", "[e2e][check]") {
    const test::TemporaryDirectory root;
    const auto data = root / "data";
    fill(data);

    const auto still = check(data);
    CHECK(still.status == 0);
    CHECK(still.output.find("sound: all that was promised is there") != std::string::npos);
    CHECK(still.output.find("2 uploads (0 unfinished), 3 documents") != std::string::npos);
    CHECK(still.output.find("1 of 1 sound") != std::string::npos);

    const ServerProcess server{data};
    const auto running = run_ingestd({"check", "--json", "--data-dir", data.string()});
    CHECK(running.status == 0);
    const auto report = json::parse(running.output);
    CHECK(report.at("sound") == true);
    CHECK(report.at("server").get<std::string>().starts_with("pid " + std::to_string(server.pid()))
    );
    CHECK(report.at("collections").at(0).at("documents") == 3);
    CHECK(report.at("blobs").at("sound") == report.at("blobs").at("needed"));
    CHECK(report.at("problems").empty());
}

TEST_CASE("each kind of damage is named, and nothing is changed", "[e2e][check]") {
    const test::TemporaryDirectory root;
    const auto data = root / "data";
    fill(data);
    const std::vector<std::tuple<std::string, std::string, Damage>> kinds = {
        {"a byte of a blob",
         "its bytes do not give its name; large.txt of upload",
         [](const fs::path& of) { flip_byte(only_file(of / "blobs", ".blob"), 1'000); }},
        {"a blob that is gone",
         "is not there; large.txt of upload",
         [](const fs::path& of) { fs::remove(only_file(of / "blobs", ".blob")); }},
        {"a small body",
         "small.txt of upload",
         in_catalog("UPDATE bodies SET content = X'78' WHERE row = 1")},
        {"a row that refers to nothing",
         "refers to a row of bodies that is not there",
         in_catalog("PRAGMA foreign_keys=OFF; DELETE FROM bodies")},
        {"a lost document",
         "1 of its 2 documents",
         in_catalog("DELETE FROM documents WHERE ordinal = 1")},
        {"a page of the catalog",
         "DAMAGED  catalog.db",
         [](const fs::path& of) { corrupt_page(of / "catalog.db"); }},
        {"no database at all",
         "DAMAGED  catalog.db",
         [](const fs::path& of) { std::ofstream{of / "catalog.db"} << std::string(8'192, 'x'); }},
        {"a page of a collection",
         "DAMAGED  collections/",
         [](const fs::path& of) { corrupt_page(only_file(of / "collections", ".db")); }},
        {"a collection that is gone",
         "is not there; collection letters is in it",
         [](const fs::path& of) { fs::remove(only_file(of / "collections", ".db")); }},
        {"the last chunk",
         "document b.md: the ledger counts",
         in_generation("DELETE FROM chunks WHERE row = (SELECT max(chunks.row) FROM chunks JOIN "
                       "documents ON documents.row = chunks.document WHERE key = 'b.md')")},
        {"a hole",
         "document large.txt: chunk 3 is not there",
         in_generation("DELETE FROM chunks WHERE position = 3 AND document = (SELECT row FROM "
                       "documents WHERE key = 'large.txt')")},
        {"a text that is not its range's",
         "chunk 2 is not as long as its range",
         in_generation("UPDATE chunks SET text = text || '!' WHERE position = 2")},
        {"a word that is not indexed",
         "the keyword index does not fit the chunks",
         in_generation("UPDATE chunks SET text = replace(text, 'lantern', 'penguin')")},
        {"chunks of nobody", "chunks of no document", in_generation("DELETE FROM documents")},
    };
    for (const auto& [what, words, damage] : kinds) {
        const auto copy = root / "copy";
        fs::copy(data, copy, fs::copy_options::recursive);
        damage(copy);

        const auto checked = check(copy);

        INFO(what << "\n" << checked.output << checked.errors);
        CHECK(checked.status == 1);
        CHECK(checked.output.find(words) != std::string::npos);
        CHECK(checked.output.find("NOT SOUND") != std::string::npos);
        CHECK(check(copy).output == checked.output);
        fs::remove_all(copy);
    }
}

TEST_CASE("what nobody refers to is a note, not damage", "[e2e][check]") {
    const test::TemporaryDirectory root;
    const auto data = root / "data";
    fill(data);
    test::write_file(data / "notes.txt", "mine");
    test::write_file(data / "collections" / (UploadId::random().str() + ".db"), "");
    test::write_file(data / "blobs" / "staging" / "left", "half");

    const auto checked = check(data);

    CHECK(checked.status == 0);
    CHECK(checked.output.find("notes.txt: is none of the server's files") != std::string::npos);
    CHECK(checked.output.find(".vectors: is none") == std::string::npos);
    CHECK(checked.output.find("no collection has this generation") != std::string::npos);
    CHECK(checked.output.find("blobs/staging/left: was never acknowledged") != std::string::npos);
}

TEST_CASE("what is no data directory cannot be checked", "[e2e][check]") {
    const test::TemporaryDirectory nothing;
    const auto checked = check(nothing.path());
    CHECK(checked.status == 2);
    CHECK(checked.errors.find("there is no ") != std::string::npos);
}

TEST_CASE(
    "a backup made under load is restored, checked, served, and its uploads go on", "[e2e][backup]"
) {
    const test::TemporaryDirectory root;
    std::vector<std::string> done, begun;
    Ended made;
    {
        const ServerProcess server{root / "data", {"--workers", "1"}};
        const auto port = server.port();
        done.push_back(upload_texts(port, "letters", {{"first.txt", "a lantern in the fog"}}));
        wait_for_end(port, done.front());
        begun.push_back(upload_texts(port, "letters", {{"long.txt", prose(3'000'000, 3)}}));
        begun.push_back(upload_texts(port, "other", {{"one.txt", prose(70'000, 4)}}));
        std::atomic<bool> is_over = false;
        std::thread others{[&] {  // uploads, new ones and new versions, until the backup is made
            for (unsigned i = 0; !is_over; ++i) {
                upload_texts(port, "busy", {{std::to_string(i % 7) + ".txt", prose(90'000, i)}});
            }
        }};
        made = run_ingestd({"backup", root / "copy", "--data-dir", root / "data"});
        is_over = true;
        others.join();
    }
    INFO(made.output << made.errors);
    REQUIRE(made.status == 0);
    CHECK_FALSE(fs::exists(root / "copy.partial"));

    const auto restored = run_ingestd({"restore", root / "copy", "--data-dir", root / "anew"});
    INFO(restored.output << restored.errors);
    REQUIRE(restored.status == 0);
    CHECK(check(root / "copy").status == 0);
    const auto checked = check(root / "anew");
    INFO(checked.output);
    CHECK(checked.status == 0);

    const ServerProcess again{root / "anew"};
    const auto uploads = get(again.port(), "/uploads?limit=1000").parsed().at("uploads");
    CHECK(uploads.size() >= 3);
    for (const auto& upload : uploads) {
        CHECK(wait_for_end(again.port(), upload.at("upload_id")).at("status") == "completed");
    }
    CHECK(search(again.port(), "letters", "lantern").size() == 1);
    CHECK(search(again.port(), "letters", "\"Sentence3x0\"").size() == 1);
    CHECK(search(again.port(), "other", "\"Sentence4x0\"").size() == 1);
    CHECK(check(root / "anew").status == 0);
}

TEST_CASE("a backup is never written over, and only what is sound is restored", "[e2e][backup]") {
    const test::TemporaryDirectory root;
    fill(root / "data");
    const auto back_up = [&] {
        return run_ingestd({"backup", root / "copy", "--data-dir", root / "data"});
    };
    REQUIRE(back_up().status == 0);

    const auto twice = back_up();
    CHECK(twice.status == 2);
    CHECK(twice.errors.find("is there already") != std::string::npos);

    const auto onto_data = run_ingestd({"restore", root / "copy", "--data-dir", root / "data"});
    CHECK(onto_data.status == 2);
    CHECK(onto_data.errors.find("holds ") != std::string::npos);
    {
        const ServerProcess server{root / "data"};
        const auto onto_running =
            run_ingestd({"restore", root / "copy", "--data-dir", root / "data"});
        CHECK(onto_running.status == 2);
        CHECK(onto_running.errors.find("is in use by another ingestd") != std::string::npos);
        const auto from_running =
            run_ingestd({"restore", root / "data", "--data-dir", root / "anew"});
        CHECK(from_running.status == 2);
        CHECK(from_running.errors.find("make a backup of it first") != std::string::npos);
    }
    const auto served = run_ingestd({"serve", "--data-dir", root / "copy"});
    CHECK(served.status == 1);
    CHECK(served.errors.find("is a backup") != std::string::npos);

    flip_byte(only_file(root / "copy" / "blobs", ".blob"), 10);
    const auto damaged = run_ingestd({"restore", root / "copy", "--data-dir", root / "anew"});
    CHECK(damaged.status == 1);
    CHECK(damaged.errors.find("nothing was restored") != std::string::npos);
    CHECK_FALSE(fs::exists(root / "anew"));
}

TEST_CASE("a directory that is damaged is not backed up as if it were whole", "[e2e][backup]") {
    const test::TemporaryDirectory root;
    fill(root / "data");
    fs::remove(only_file(root / "data" / "blobs", ".blob"));

    const auto made = run_ingestd({"backup", root / "copy", "--data-dir", root / "data"});

    CHECK(made.status == 1);
    CHECK(made.errors.find("large.txt of upload") != std::string::npos);
    CHECK_FALSE(fs::exists(root / "copy"));
    CHECK_FALSE(fs::exists(root / "copy.partial"));
}
