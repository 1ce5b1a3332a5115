// What is kept and what goes: history, retry, bytes on disk.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

std::size_t blobs_in(const test::TemporaryDirectory& data) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(data / "blobs"))
        files += entry.path().extension() == ".blob" ? 1 : 0;
    return files;
}

// Freeing follows the answer: the test's own time limit is what ends a wait in vain.
void wait_for_blobs(const test::TemporaryDirectory& data, std::size_t count) {
    while (blobs_in(data) != count) std::this_thread::yield();
}

std::string upload_large(std::uint16_t port, const std::string& name, unsigned seed) {
    const auto id = upload_texts(port, "c", {{name, prose(100'000, seed)}});
    wait_for_end(port, id);
    return id;
}

// A PDF that is none: it fails, however often it is tried.
std::string upload_broken(std::uint16_t port) {
    const auto answer = call(
        port,
        "POST",
        "/upload?collection_name=c&filename=broken.pdf",
        "%PDF-1.7\n" + std::string(100'000, 'x')
    );
    const std::string id = answer.parsed().at("upload_id");
    wait_for_end(port, id);
    return id;
}

}  // namespace

TEST_CASE("a large document's bytes go when it is replaced or deleted", "[e2e][history]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    upload_large(port, "a.txt", 1);
    upload_large(port, "b.txt", 2);
    REQUIRE(blobs_in(data) == 2);

    upload_large(port, "a.txt", 3);
    wait_for_blobs(data, 2);  // the older version's went

    const auto documents = get(port, "/collections/c/documents").parsed().at("documents");
    const std::string one = documents.at(0).at("document_id");
    CHECK(call(port, "DELETE", "/collections/c/documents/" + one).status == 204);
    wait_for_blobs(data, 1);
    CHECK(call(port, "DELETE", "/collections/c").status == 204);
    wait_for_blobs(data, 0);
    CHECK(get(port, "/uploads").parsed().at("uploads").size() == 3);
}

TEST_CASE("what failed is taken again from its bytes, also after a restart", "[e2e][history]") {
    const test::TemporaryDirectory data;
    std::string id;
    {
        ServerProcess server{data.path()};
        id = upload_broken(server.port());
        server.end_with(SIGTERM);
    }
    const ServerProcess server{data.path()};
    const auto port = server.port();

    const auto answer = call(port, "POST", "/uploads/" + id + "/retry");

    REQUIRE(answer.status == 202);
    const std::string again = answer.parsed().at("upload_id");
    CHECK(answer.parsed().at("retry_of") == id);
    CHECK(answer.headers.at("location") == "/uploads/" + again);
    CHECK(wait_for_end(port, again).at("status") == "failed");
    const auto told = get(port, "/uploads/" + again).parsed();
    CHECK(told.at("retry_of") == id);
    CHECK(told.at("results").at(0).at("error").at("code") != "internal");
    CHECK(blobs_in(data) == 1);
}

TEST_CASE("an upload past the history's age is forgotten, its document is not", "[e2e][history]") {
    const test::TemporaryDirectory data;
    std::string standing, failed;
    {
        ServerProcess server{data.path()};
        standing = upload_large(server.port(), "a.txt", 1);
        failed = upload_broken(server.port());
        REQUIRE(blobs_in(data) == 2);
        server.end_with(SIGTERM);
    }
    const ServerProcess server{data.path(), {"--keep-history", "1ms"}};
    const auto port = server.port();

    wait_for_blobs(data, 1);  // what a retry might have asked for
    CHECK(get(port, "/uploads/" + standing).status == 404);
    CHECK(get(port, "/uploads/" + failed).status == 404);
    CHECK(call(port, "POST", "/uploads/" + failed + "/retry").status == 404);
    CHECK(get(port, "/collections/c/documents").parsed().at("documents").size() == 1);
    CHECK(call(port, "DELETE", "/collections/c").status == 204);
    wait_for_blobs(data, 0);
}

TEST_CASE(
    "what a killed server left behind goes at the next start, and no more", "[e2e][history]"
) {
    const test::TemporaryDirectory data;
    {
        ServerProcess server{data.path()};
        upload_large(server.port(), "a.txt", 1);
        server.end_with(SIGKILL);
    }
    const auto orphan = data.path() / "blobs" / "ab" / ("ab" + std::string(62, '0') + ".blob");
    const auto young = data.path() / "blobs" / "cd" / ("cd" + std::string(62, '0') + ".blob");
    const auto foreign = data.path() / "blobs" / "ab" / "notes.txt";
    const auto staged = data.path() / "blobs" / "staging" / "0b2c5d0e-58cc-4372-a567-0e02b2c3d479";
    const auto generation =
        data.path() / "collections" / "0b2c5d0e-58cc-4372-a567-0e02b2c3d479.db-wal";
    for (const auto& file : {orphan, young, foreign, staged, generation})
        std::ofstream{file} << "x";
    const auto before = std::filesystem::file_time_type::clock::now() - std::chrono::hours{2};
    for (const auto& file : {orphan, foreign}) std::filesystem::last_write_time(file, before);

    const ServerProcess server{data.path()};

    while (std::filesystem::exists(orphan)) std::this_thread::yield();
    CHECK_FALSE(std::filesystem::exists(staged));
    CHECK_FALSE(std::filesystem::exists(generation));
    CHECK(std::filesystem::exists(young));
    CHECK(std::filesystem::exists(foreign));
    CHECK(blobs_in(data) == 2);  // the document's own and the young one
    CHECK(search(server.port(), "c", "the").size() > 0);
}
