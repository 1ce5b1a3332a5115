// Data directories of other versions: earlier ones are brought forward, later ones refused.
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "database.hpp"
#include "program.hpp"
#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;
namespace fs = std::filesystem;

namespace {

const fs::path kept = fs::path{INGESTD_SOURCE_DIR} / "tests" / "data" / "data-directories";

std::string text_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

// The data directory that stands there as text.
void lay_out(const fs::path& from, const fs::path& data) {
    fs::create_directories(data / "collections");
    fs::copy(from / "blobs", data / "blobs", fs::copy_options::recursive);
    run_script(data / "catalog.db", text_of(from / "catalog.sql"));
    for (const auto& dump : fs::directory_iterator{from / "collections"}) {
        run_script(
            data / "collections" / (dump.path().stem().string() + ".db"), text_of(dump.path())
        );
    }
}

// The database of the one collection of `data`, which has other files beside it.
fs::path index_of(const fs::path& data) {
    for (const auto& file : fs::directory_iterator{data / "collections"}) {
        if (file.path().extension() == ".db") return file.path();
    }
    throw std::runtime_error("no index in " + data.string());
}

void make_newer(const fs::path& database) {
    run_script(database, "PRAGMA user_version=99");
}

// A directory of this version, with something in it.
void fill(const fs::path& data) {
    ServerProcess server{data};
    wait_for_end(server.port(), upload_texts(server.port(), "c", {{"a.txt", "a lantern"}}));
    REQUIRE(server.end_with(SIGTERM) == 0);
}

}  // namespace

TEST_CASE("a data directory of each earlier version goes on with this one", "[e2e][schema]") {
    std::size_t versions = 0;
    for (const auto& version : fs::directory_iterator{kept}) {
        if (!version.is_directory()) continue;
        ++versions;
        INFO(version.path());
        const test::TemporaryDirectory root;
        const auto data = root / "data";
        lay_out(version.path(), data);
        const auto as_it_was = run_ingestd({"check", "--data-dir", data.string()});
        INFO(as_it_was.output);
        CHECK(as_it_was.status == 0);
        {
            const ServerProcess server{data};
            const auto port = server.port();
            const auto uploads = get(port, "/uploads").parsed().at("uploads");
            REQUIRE(uploads.size() == 2);
            for (const auto& upload : uploads) {
                CHECK(wait_for_end(port, upload.at("upload_id")).at("status") == "completed");
            }
            CHECK(search(port, "letters", "lighthouse").size() == 1);
            CHECK(search(port, "letters", "東京都庁").size() == 1);
            CHECK(search(port, "letters", "ferry").size() == 1);
            CHECK(search(port, "letters", "pilot painted red").size() == 1);

            // What is new is written beside what is old.
            wait_for_end(port, upload_texts(port, "letters", {{"new.txt", "a gull on the mast"}}));
            CHECK(search(port, "letters", "gull").size() == 1);
        }
        const auto checked = run_ingestd({"check", "--data-dir", data.string()});
        INFO(checked.output);
        CHECK(checked.status == 0);
    }
    CHECK(versions > 0);
}

TEST_CASE("a directory that a newer version has written is refused with words", "[e2e][schema]") {
    const test::TemporaryDirectory root;
    const auto data = root / "data";
    fill(data);
    const bool is_catalog = GENERATE(true, false);
    const auto file = is_catalog ? data / "catalog.db" : index_of(data);
    make_newer(file);
    const auto before = text_of(file);

    const auto started = run_ingestd({"serve", "--port", "0", "--data-dir", data.string()});

    INFO(started.errors);
    CHECK(started.status == 1);
    CHECK(started.errors.find("schema version 99, this program knows ") != std::string::npos);
    CHECK(started.errors.find("a newer ingestd has written it") != std::string::npos);
    CHECK(started.errors.find("restore a backup") != std::string::npos);
    CHECK(text_of(file) == before);

    const auto checked = run_ingestd({"check", "--data-dir", data.string()});
    CHECK(checked.status == (is_catalog ? 2 : 1));
}
