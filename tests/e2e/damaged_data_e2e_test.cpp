// A data directory in which something is damaged, gone, or cannot be written.
#include <cstdio>
#include <fstream>
#include <iterator>

#include <ingestd/base/units.hpp>
#include <sys/wait.h>

#include "binary.hpp"
#include "server_process.hpp"
#include "small_disk.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void write(const fs::path& file, const std::string& bytes) {
    std::ofstream{file, std::ios::binary | std::ios::trunc} << bytes;
}

// Every file of the directory but the lock, and what is in it.
std::map<std::string, std::string> snapshot(const fs::path& directory) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator{directory}) {
        if (entry.is_regular_file() && entry.path().filename() != "lock")
            files[entry.path().string()] = bytes_of(entry.path());
    }
    return files;
}

// A start that does not come to listen: what it says and how it ends. A server that does start is
// ended with status 124.
struct Refused {
    int status = -1;
    std::string words;
};
Refused start(const fs::path& data) {
    const auto command = "timeout 20 " + ingestd_binary() + " serve --port 0 --data-dir '" +
                         data.string() + "' 2>&1";
    Refused refused;
    FILE* const output = ::popen(command.c_str(), "r");
    REQUIRE(output);
    for (int c = std::fgetc(output); c != EOF; c = std::fgetc(output))
        refused.words += static_cast<char>(c);
    refused.status = WEXITSTATUS(::pclose(output));
    return refused;
}

// A directory with what two collections hold, closed.
void fill(const fs::path& data) {
    ServerProcess server{data};
    for (const auto* name : {"a", "b"}) {
        std::vector<std::pair<std::string, std::string>> texts;
        for (unsigned i = 1; i <= 40; ++i)
            texts.emplace_back(std::to_string(i) + ".txt", "heron " + prose(2'000, i));
        wait_for_end(server.port(), upload_texts(server.port(), name, texts));
    }
    REQUIRE(server.end_with(SIGTERM) == 0);
}

// The one collection file in which this word stands as it is.
fs::path collection_file(const fs::path& data, const std::string& word) {
    for (const auto& entry : fs::directory_iterator{data / "collections"}) {
        if (entry.path().extension() == ".db" &&
            bytes_of(entry.path()).find(word) != std::string::npos)
            return entry.path();
    }
    FAIL("no collection holds " << word);
    return {};
}

// Where the page of a root begins is another's matter: from the second page on all are overwritten.
void flip_pages(const fs::path& file, std::size_t page_bytes) {
    auto bytes = bytes_of(file);
    REQUIRE(bytes.size() > 2 * page_bytes);
    for (std::size_t i = page_bytes; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(bytes[i] ^ 0x5A);
    write(file, bytes);
}

enum class Damage { garbage, truncated, flipped };

void damage(const fs::path& file, Damage how, std::size_t page_bytes) {
    if (how == Damage::garbage) write(file, std::string(20'000, '!'));
    if (how == Damage::truncated) fs::resize_file(file, page_bytes);
    if (how == Damage::flipped) flip_pages(file, page_bytes);
}

}  // namespace

TEST_CASE(
    "a damaged catalog stops the start with what to do, and nothing is changed", "[e2e][damaged]"
) {
    const test::TemporaryDirectory data;
    fill(data.path());
    damage(
        data / "catalog.db", GENERATE(Damage::garbage, Damage::truncated, Damage::flipped), 4096
    );
    const auto before = snapshot(data.path());

    const auto refused = start(data.path());

    CAPTURE(refused.words);
    CHECK(refused.status == 1);
    CHECK(refused.words.find("catalog.db is damaged") != std::string::npos);
    CHECK(refused.words.find("ingestd check") != std::string::npos);
    CHECK(refused.words.find("ingestd restore") != std::string::npos);
    CHECK(snapshot(data.path()) == before);
}

TEST_CASE(
    "a catalog that is gone or empty beside documents stops the start, and nothing is deleted",
    "[e2e][damaged]"
) {
    const test::TemporaryDirectory data;
    fill(data.path());
    if (GENERATE(true, false)) {
        fs::remove(data / "catalog.db");
    } else {
        write(data / "catalog.db", "");
    }
    const auto before = snapshot(data.path());

    const auto refused = start(data.path());

    CAPTURE(refused.words);
    CHECK(refused.status == 1);
    CHECK(refused.words.find("ingestd restore") != std::string::npos);
    CHECK(snapshot(data.path()) == before);
}

TEST_CASE("a directory that can only be read stops the start with what to do", "[e2e][damaged]") {
    if (!can_mount()) return;
    const test::TemporaryDirectory data;
    fill(data.path());
    const auto before = snapshot(data.path());
    const ReadOnlyView view{data.path()};

    const auto refused = start(view.path());

    CAPTURE(refused.words);
    CHECK(refused.status == 1);
    CHECK(refused.words.find("is read-only") != std::string::npos);
    CHECK(refused.words.find("--data-dir") != std::string::npos);
    CHECK(snapshot(data.path()) == before);
}

TEST_CASE(
    "a damaged collection is put aside and says so, while the others serve", "[e2e][damaged]"
) {
    const test::TemporaryDirectory data;
    fill(data.path());
    std::string id;
    const auto how = GENERATE(Damage::garbage, Damage::truncated, Damage::flipped);
    const auto damaged = [&] {
        // Which of the two files is whose only the server knows: one more word tells them apart.
        ServerProcess server{data.path()};
        wait_for_end(
            server.port(), upload_texts(server.port(), "a", {{"mark", "zyxwvu only here"}})
        );
        server.end_with(SIGTERM);
        return collection_file(data.path(), "zyxwvu");
    }();
    damage(damaged, how, 8192);
    const auto bytes = bytes_of(damaged);

    const ServerProcess server{data.path()};
    const auto port = server.port();
    const auto found =
        post_json(port, "/collections/a/search", {{"query", "heron"}, {"limit", 100}});

    CHECK(found.status == 500);
    CHECK(found.parsed().at("title") == "Collection damaged");
    const std::string detail = found.parsed().at("detail");
    CHECK(detail.find(damaged.filename().string()) != std::string::npos);
    CHECK(detail.find("ingestd restore") != std::string::npos);
    CHECK(get(port, "/collections/a").status == 500);
    CHECK(search(port, "b", "heron").size() == 10);
    const auto listed = get(port, "/collections").parsed().at("collections");
    CHECK(listed.at(0).at("error").at("code") == "collection_damaged");
    CHECK(listed.at(1).at("error").is_null());
    CHECK(listed.at(1).at("documents") == 40);

    // What is uploaded to it fails for that, and can be retried; nothing is written over it.
    const auto failed = upload_texts(port, "a", {{"n.txt", "a new text"}, {"m.txt", "another"}});
    CHECK(wait_for_end(port, failed).at("status") == "failed");
    const auto results = get(port, "/uploads/" + failed).parsed().at("results");
    CHECK(results.at(0).at("error").at("code") == "collection_damaged");
    CHECK(results.at(1).at("error").at("code") == "collection_damaged");

    // It can be built anew, and what was there stays beside it.
    const auto anew = post_json(
        port,
        "/upload",
        {{"collection_name", "a"},
         {"force_recreate", true},
         {"documents", json::array({{{"content", "a fresh heron"}}})}}
    );
    CHECK(wait_for_end(port, anew.parsed().at("upload_id")).at("status") == "completed");
    CHECK(search(port, "a", "heron") == std::vector<std::string>{"a fresh heron"});
    std::size_t aside = 0;
    for (const auto& entry : fs::directory_iterator{data / "collections"}) {
        const auto name = entry.path().filename().string();
        if (!name.starts_with(damaged.filename().string() + ".damaged-")) continue;
        if (name.ends_with("-wal") || name.ends_with("-shm")) continue;
        ++aside;
        CHECK(bytes_of(entry.path()) == bytes);
    }
    CHECK(aside == 1);
}

TEST_CASE(
    "a collection's file that is gone is not silently begun anew, also after a restart",
    "[e2e][damaged]"
) {
    const test::TemporaryDirectory data;
    fill(data.path());
    for (const auto& entry : fs::directory_iterator{data / "collections"}) fs::remove(entry.path());

    for (int run = 0; run < 2; ++run) {
        const ServerProcess server{data.path()};
        const auto found = post_json(server.port(), "/collections/a/search", {{"query", "heron"}});
        CHECK(found.status == 500);
        CHECK(
            found.parsed().at("detail").get<std::string>().find("is missing") != std::string::npos
        );
        CHECK(fs::is_empty(data / "collections"));
    }
}

TEST_CASE("a lost blob costs its own document an error, and nobody else", "[e2e][damaged]") {
    const test::TemporaryDirectory data;
    std::string id;
    {
        ServerProcess server{data.path(), {"--workers", "1"}};
        const auto port = server.port();
        // Builds the collection anew for a while: what comes next waits for it.
        const auto first = call(
            port,
            "POST",
            "/upload?collection_name=c&filename=long.txt&force_recreate=true",
            prose(8'000'000),
            {{"Content-Type", "text/plain"}}
        );
        REQUIRE(first.status == 202);
        id = upload_texts(
            port,
            "c",
            {{"missing.txt", prose(100'000, 2)},
             {"short.txt", prose(100'000, 3)},
             {"sound.txt", prose(100'000, 4)}}
        );
        server.end_with(SIGKILL);
    }
    std::size_t touched = 0;
    for (const auto& entry : fs::recursive_directory_iterator{data / "blobs"}) {
        if (!entry.is_regular_file()) continue;
        const auto bytes = bytes_of(entry.path());
        if (bytes.starts_with("Sentence2x0")) touched += fs::remove(entry.path()) ? 1 : 0;
        if (bytes.starts_with("Sentence3x0")) {
            fs::resize_file(entry.path(), bytes.size() - 1);
            ++touched;
        }
    }
    REQUIRE(touched == 2);

    const ServerProcess server{data.path()};
    const auto last = wait_for_end(server.port(), id);

    CHECK(last.at("status") == "completed");
    CHECK(last.at("message") == "Completed: 1 of 3 documents");
    const auto results = get(server.port(), "/uploads/" + id).parsed().at("results");
    CHECK(results.at(0).at("error").at("code") == "blob_missing");
    CHECK(results.at(1).at("error").at("code") == "blob_damaged");
    CHECK(results.at(2).at("status") == "completed");
}
