// The disk is full, or nearly: what is refused, what waits, and that it goes on by itself.
#include <csignal>
#include <fstream>

#include <ingestd/base/units.hpp>

#include "server_process.hpp"
#include "small_disk.hpp"
#include "support/catch.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

std::string raw_target(const std::string& collection, const std::string& filename) {
    return "/upload?collection_name=" + collection + "&filename=" + filename;
}

std::string send_file(std::uint16_t port, const std::string& filename, std::string content) {
    const auto answer = call(
        port,
        "POST",
        raw_target("c", filename),
        std::move(content),
        {{"Content-Type", "text/plain"}}
    );
    REQUIRE(answer.status == 202);
    return answer.parsed().at("upload_id");
}

std::size_t staged_files(const std::filesystem::path& data) {
    const std::filesystem::directory_iterator staged{data / "blobs" / "staging"};
    return static_cast<std::size_t>(std::distance(begin(staged), end(staged)));
}

// The first event that says that the disk is waited for.
json wait_until_disk_is_waited_for(Watcher& watcher) {
    return watcher.wait_for([](const json& event) {
        const auto& waiting = event.at("waiting_on");
        return !waiting.is_null() && waiting.at("reason") == "disk";
    });
}

// Every event of the rest tells no less than the one before; the last is given.
json last_of(Watcher& watcher, const json& seen) {
    auto before = seen;
    for (auto event = watcher.next(); event; event = watcher.next()) {
        CHECK(event->at("seq") > before.at("seq"));
        CHECK(event->at("current_chunk") >= before.at("current_chunk"));
        CHECK(event->at("progress_percent") >= before.at("progress_percent"));
        before = *event;
    }
    return before;
}

}  // namespace

TEST_CASE("an upload that would not fit is refused before its body is read", "[e2e][full]") {
    if (!can_mount()) return;
    const SmallDisk disk{48_MiB};
    const ServerProcess server{disk.path(), {"--disk-reserve", "16MiB"}};

    const auto received = exchange_raw(
        server.port(),
        "POST " + raw_target("c", "big.txt") +
            " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40000000\r\n\r\n"
    );

    REQUIRE(received.starts_with("HTTP/1.1 507 "));
    const auto problem = json::parse(received.substr(received.find("\r\n\r\n") + 4));
    CHECK(problem.at("title") == "Storage full");
    const std::string detail = problem.at("detail");
    CHECK(detail.find("MiB free") != std::string::npos);
    CHECK(detail.find("54.1 MiB are needed") != std::string::npos);
    CHECK(detail.find("--disk-reserve") != std::string::npos);
    // One that fits is taken as before.
    CHECK(
        wait_for_end(
            server.port(), upload_texts(server.port(), "c", {{"a.txt", "a heron"}})
        ).at("status") == "completed"
    );
}

TEST_CASE(
    "a body whose length nobody told is refused when it reaches the reserve, and goes again",
    "[e2e][full]"
) {
    if (!can_mount()) return;
    const SmallDisk disk{48_MiB};
    const ServerProcess server{disk.path(), {"--disk-reserve", "16MiB"}};
    const auto before = disk.free_bytes();
    const std::string chunk = "100000\r\n" + std::string(1_MiB, 'x') + "\r\n";
    std::string body;
    for (int i = 0; i < 40; ++i) body += chunk;

    const auto received = exchange_raw(
        server.port(),
        "POST " + raw_target("c", "big.txt") +
            " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + body +
            "0\r\n\r\n"
    );

    REQUIRE(received.starts_with("HTTP/1.1 507 "));
    CHECK(staged_files(disk.path()) == 0);
    CHECK(disk.free_bytes() > before - 1_MiB);
    CHECK(get(server.port(), "/uploads").parsed().at("uploads").empty());
}

TEST_CASE(
    "below the reserve work pauses, says so with figures, and goes on when there is room",
    "[e2e][full]"
) {
    if (!can_mount()) return;
    SmallDisk disk{96_MiB};
    const std::vector<std::string> options{"--disk-reserve", "16MiB"};
    std::string id;
    {
        ServerProcess server{disk.path(), options};
        const auto port = server.port();
        wait_for_end(port, upload_texts(port, "c", {{"first.txt", "a heron at the lake"}}));
        id = send_file(port, "long.txt", prose(6'000'000));
        server.end_with(SIGKILL);
    }
    disk.fill(6_MiB);

    // A restart in that state works, too.
    ServerProcess server{disk.path(), options};
    const auto port = server.port();
    Watcher watcher{port, "/ws/" + id};
    const auto paused = wait_until_disk_is_waited_for(watcher);

    const auto waiting = paused.at("waiting_on");
    CHECK(waiting.at("free_bytes").get<std::uint64_t>() < 8_MiB);
    CHECK(waiting.at("needed_bytes") == 8_MiB);
    CHECK(search(port, "c", "heron") == std::vector<std::string>{"a heron at the lake"});
    CHECK(get(port, "/readyz").status == 503);
    CHECK(
        get(port, "/readyz").parsed().at("detail").get<std::string>().find("--disk-reserve") !=
        std::string::npos
    );
    CHECK(get(port, "/healthz").status == 200);
    const auto refused = post_json(
        port,
        "/upload",
        {{"collection_name", "c"}, {"documents", json::array({{{"content", "small"}}})}}
    );
    CHECK(refused.status == 507);

    disk.make_room();
    const auto last = last_of(watcher, paused);

    CHECK(last.at("status") == "completed");
    CHECK(last.at("documents").at("failed") == 0);
    const auto documents = get(port, "/collections/c").parsed();
    CHECK(documents.at("documents") == 2);
    CHECK(documents.at("chunks").get<int>() == last.at("current_chunk").get<int>() + 1);
    CHECK(get(port, "/readyz").status == 200);
}

TEST_CASE(
    "a disk that fills up while an upload is indexed fails nothing, and search answers",
    "[e2e][full]"
) {
    if (!can_mount()) return;
    SmallDisk disk{128_MiB};
    // No reserve: what is met is the full disk itself.
    ServerProcess server{disk.path(), {"--disk-reserve", "0", "--workers", "1"}};
    const auto port = server.port();
    const auto id = send_file(port, "long.txt", prose(8'000'000));
    Watcher watcher{port, "/ws/" + id};
    watcher.wait_for([](const json& event) { return event.at("current_chunk") > 0; });

    disk.fill(0);
    const auto paused = wait_until_disk_is_waited_for(watcher);

    CHECK_FALSE(search(port, "c", "Sentence1x0").empty());
    const auto refused = post_json(
        port,
        "/upload",
        {{"collection_name", "c"}, {"documents", json::array({{{"content", "small"}}})}}
    );
    CHECK(refused.status == 507);

    disk.make_room();
    const auto last = last_of(watcher, paused);

    CHECK(last.at("status") == "completed");
    CHECK(last.at("current_chunk") == last.at("total_chunks"));
    CHECK(get(port, "/collections/c").parsed().at("chunks") == last.at("current_chunk"));
    CHECK(get(port, "/uploads/" + id).parsed().at("results").at(0).at("error").is_null());
    CHECK(
        wait_for_end(
            port, upload_texts(port, "c", {{"later.txt", "a later heron"}})
        ).at("status") == "completed"
    );
}

TEST_CASE(
    "a server whose disk is full stops when it is told to, and goes on later", "[e2e][full]"
) {
    if (!can_mount()) return;
    SmallDisk disk{128_MiB};
    std::string id;
    {
        ServerProcess server{disk.path(), {"--disk-reserve", "0", "--workers", "1"}};
        id = send_file(server.port(), "long.txt", prose(8'000'000));
        Watcher watcher{server.port(), "/ws/" + id};
        watcher.wait_for([](const json& event) { return event.at("current_chunk") > 0; });
        disk.fill(0);
        wait_until_disk_is_waited_for(watcher);

        CHECK(server.end_with(SIGTERM) == 0);
    }
    disk.make_room();

    const ServerProcess server{disk.path()};
    const auto last = wait_for_end(server.port(), id);
    CHECK(last.at("status") == "completed");
    CHECK(get(server.port(), "/collections/c").parsed().at("chunks") == last.at("current_chunk"));
}
