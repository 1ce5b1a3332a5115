// What an acknowledgement does not wait for.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <iterator>
#include <thread>

#include <ingestd/sqlite/connection.hpp>

#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

constexpr int collections = 6;  // more than the collections have writer threads

std::string name_of(int collection) {
    return "c" + std::to_string(collection);
}

std::string end_of(std::uint16_t port, const std::string& upload) {
    Watcher watcher{port, "/ws/" + upload};
    return watcher.rest().back().at("status");
}

// Write locks on every collection's file: who writes to them waits.
std::vector<sqlite::Connection> lock_collections(const std::filesystem::path& data) {
    std::vector<sqlite::Connection> locks;
    for (const auto& entry : std::filesystem::directory_iterator{data / "collections"}) {
        if (entry.path().extension() != ".db") continue;
        locks.push_back(sqlite::Connection::open(entry.path(), {}).value());
        locks.back().execute("BEGIN IMMEDIATE");
    }
    return locks;
}

std::ptrdiff_t open_files(pid_t process) {
    const std::filesystem::path folder{"/proc/" + std::to_string(process) + "/fd"};
    return std::distance(std::filesystem::directory_iterator{folder}, {});
}

}  // namespace

TEST_CASE("an acknowledgement does not wait behind index transactions", "[e2e][acknowledgement]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    for (int i = 0; i < collections; ++i) {
        REQUIRE(
            end_of(server.port(), upload_texts(server.port(), name_of(i), {{"a.txt", "One."}})) ==
            "completed"
        );
    }
    auto locks = lock_collections(data.path());
    REQUIRE(locks.size() == collections);
    std::vector<std::string> waiting;
    for (int i = 0; i < collections; ++i) {
        waiting.push_back(upload_texts(server.port(), name_of(i), {{"b.txt", "Two."}}));
    }
    for (const auto& upload : waiting) {
        const auto is_begun = [&] {
            return get(server.port(), "/uploads/" + upload).parsed().at("status") != "received";
        };
        while (!is_begun()) std::this_thread::yield();
    }

    // Behind the locks this would take until the writers have given up on their documents.
    const auto acknowledged = upload_texts(server.port(), "free", {{"c.txt", "Three."}});

    locks.clear();
    CHECK(end_of(server.port(), acknowledged) == "completed");
    for (const auto& upload : waiting) CHECK(end_of(server.port(), upload) == "completed");
}

TEST_CASE("uploads that wait hold no files open", "[e2e][acknowledgement]") {
    constexpr int uploads = 250;
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path(), {"--workers", "1"}};
    REQUIRE(
        end_of(server.port(), upload_texts(server.port(), "c", {{"first.txt", "One."}})) ==
        "completed"
    );
    const auto before = open_files(server.pid());
    auto locks = lock_collections(data.path());
    std::vector<std::string> waiting;
    for (int i = 0; i < uploads; ++i) {
        const auto name = std::to_string(i) + ".txt";
        waiting.push_back(upload_texts(server.port(), "c", {{name, "Heron " + name}}));
    }

    locks.clear();  // now all of them go on at once

    std::ptrdiff_t most = 0;
    std::atomic<bool> is_over = false;
    std::thread looking{[&] {
        while (!is_over) most = std::max(most, open_files(server.pid()));
    }};
    for (const auto& upload : waiting) CHECK(end_of(server.port(), upload) == "completed");
    is_over = true;
    looking.join();
    CHECK(most < before + uploads / 4);
}
