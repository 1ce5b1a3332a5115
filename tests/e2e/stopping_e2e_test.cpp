// How the server ends, and what its clients see of it.
#include <atomic>
#include <csignal>
#include <fstream>
#include <optional>
#include <thread>

#include <boost/asio.hpp>

#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;
namespace asio = boost::asio;

namespace {

// A helper program that takes every document and never says a word.
std::string silent_helper(const test::TemporaryDirectory& directory) {
    const auto path = directory / "helper";
    std::ofstream{path} << "#!/bin/sh\nexec sleep 1000\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path.string();
}

// An upload of which the half has been sent.
asio::ip::tcp::socket half_an_upload(asio::io_context& io, std::uint16_t port) {
    asio::ip::tcp::socket socket{io};
    socket.connect({asio::ip::address_v4::loopback(), port});
    const std::string half =
        "POST /upload?collection_name=c HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        "1000000\r\n\r\nhalf";
    asio::write(socket, asio::buffer(half));
    return socket;
}

bool has_logs(const std::filesystem::path& data) {
    for (const auto& file : std::filesystem::recursive_directory_iterator{data}) {
        if (file.path().string().ends_with("-wal")) return true;
    }
    return false;
}

// Where the server is at the moment, for clients that outlive it.
struct Place {
    std::atomic<std::uint16_t> port{0};
    std::atomic<bool> is_over{false};
};

// What one client did, for the test to judge once its thread has ended.
struct ClientLog {
    std::vector<std::string> acknowledged;
    std::vector<std::string> complaints;
};

// Tries until there is a server that answers.
template <class Try>
auto insistently(Try&& attempt) -> decltype(attempt()) {
    for (;;) {
        try {
            if (auto done = attempt()) return done;
        } catch (const std::exception&) {
        }
        std::this_thread::yield();
    }
}

std::optional<std::string> try_upload(const Place& place, const std::string& name) {
    const auto answer = post_json(
        place.port,
        "/upload",
        {{"collection_name", "load"},
         {"documents", json::array({{{"filename", name}, {"content", prose(60'000, 5)}}})}}
    );
    if (answer.status != 202) return std::nullopt;
    return answer.parsed().at("upload_id").get<std::string>();
}

// Follows one upload to its end across restarts, looking at each event.
std::optional<json> try_follow(
    const Place& place, const std::string& id, json& newest, ClientLog& log
) {
    Watcher watcher{place.port, "/ws/" + id};
    while (auto event = watcher.next()) {
        for (const auto* field : {"seq", "progress_percent", "current_chunk"}) {
            if (!newest.is_null() && event->at(field) < newest.at(field))
                log.complaints.push_back(std::string{field} + " went back");
        }
        newest = std::move(*event);
        if (newest.at("terminal") == true) return newest;
    }
    if (watcher.close_code() != 1012)
        log.complaints.push_back("closed with " + std::to_string(watcher.close_code()));
    return std::nullopt;
}

void keep_uploading(const Place& place, int client, ClientLog& log) {
    for (int i = 0; !place.is_over; ++i) {
        const auto name = std::to_string(client) + "-" + std::to_string(i) + ".txt";
        const auto id = *insistently([&] { return try_upload(place, name); });
        log.acknowledged.push_back(id);
        json newest;
        const auto last = insistently([&] { return try_follow(place, id, newest, log); });
        if (last->at("status") != "completed") log.complaints.push_back(last->dump());
    }
}

}  // namespace

TEST_CASE(
    "a stop ends although a client reads nothing, another sends nothing, and a helper is silent",
    "[e2e][stopping]"
) {
    const test::TemporaryDirectory data, elsewhere;
    asio::io_context io;
    std::string in_helper, in_work;
    {
        ServerProcess server{
            data.path(),
            {"--extract-program",
             silent_helper(elsewhere),
             "--stop-grace",
             "100ms",
             "--workers",
             "1"}};
        in_helper = upload_texts(server.port(), "c", {{"page.html", "<p>a page</p>"}});
        in_work = upload_texts(server.port(), "c", {{"long.txt", prose(4'000'000)}});
        Watcher reads_nothing{server.port(), "/ws/" + in_work};
        const auto sends_nothing = half_an_upload(io, server.port());

        CHECK(server.end_with(SIGTERM) == 0);
    }

    CHECK_FALSE(has_logs(data.path()));
    const ServerProcess again{data.path()};
    CHECK(wait_for_end(again.port(), in_helper).at("status") == "completed");
    CHECK(wait_for_end(again.port(), in_work).at("status") == "completed");
}

TEST_CASE("the second signal ends the server at once", "[e2e][stopping]") {
    const test::TemporaryDirectory data;
    asio::io_context io;
    ServerProcess server{data.path(), {"--stop-grace", "1h"}};
    const auto id = upload_texts(server.port(), "c", {{"long.txt", prose(2'000'000)}});
    const auto sends_nothing = half_an_upload(io, server.port());
    ::kill(server.pid(), SIGTERM);
    // The first signal has arrived when nobody can connect any more.
    const auto is_refused = [&] {
        asio::ip::tcp::socket socket{io};
        boost::system::error_code refused;
        socket.connect({asio::ip::address_v4::loopback(), server.port()}, refused);
        return refused == asio::error::connection_refused;
    };
    while (!is_refused()) std::this_thread::yield();

    CHECK(server.end_with(SIGTERM) == -SIGTERM);

    const ServerProcess again{data.path()};
    CHECK(wait_for_end(again.port(), id).at("status") == "completed");
}

TEST_CASE("restarts under load lose no upload and mislead no watcher", "[e2e][stopping][restart]") {
    const test::TemporaryDirectory data;
    std::optional<ServerProcess> server;
    server.emplace(data.path());
    Place place;
    place.port = server->port();
    std::vector<ClientLog> logs(4);
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i) {
        clients.emplace_back([&, i] { keep_uploading(place, i, logs[static_cast<std::size_t>(i)]); }
        );
    }

    std::vector<int> ends;
    for (int restart = 0; restart < 4; ++restart) {
        // Under way: some work has been seen since the start.
        upload_texts(server->port(), "load", {{"between.txt", prose(200'000)}});
        ends.push_back(server->end_with(restart == 3 ? SIGKILL : SIGTERM));
        server.emplace(data.path());
        place.port = server->port();
    }
    place.is_over = true;
    for (auto& client : clients) client.join();

    CHECK(ends == std::vector<int>{0, 0, 0, -SIGKILL});
    std::size_t acknowledged = 0;
    for (const auto& log : logs) {
        // kill -9 closes nothing: the socket just breaks, which try_follow does not take for an
        // end.
        CHECK(log.complaints == std::vector<std::string>{});
        acknowledged += log.acknowledged.size();
        for (const auto& id : log.acknowledged) {
            const auto upload = get(server->port(), "/uploads/" + id).parsed();
            CHECK(upload.at("status") == "completed");
        }
    }
    CHECK(acknowledged >= 4);
}
