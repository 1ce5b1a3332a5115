#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include <ingestd/client/errc.hpp>
#include <ingestd/client/web_socket_client.hpp>

#include "scripted_server.hpp"
#include "support/catch.hpp"

namespace ingestd::client {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using namespace std::chrono_literals;

using Frames = std::vector<std::string>;

// Upgrades, sends the frames, then closes with `code`; 0: breaks the connection.
ScriptedServer::Act telling(Frames frames, std::uint16_t code, std::string* target = nullptr) {
    return [=](ScriptedServer::Socket& socket) {
        beast::flat_buffer buffer;
        beast::http::request<beast::http::string_body> request;
        beast::http::read(socket, buffer, request);
        if (target) *target = std::string{request.target()};
        websocket::stream<ScriptedServer::Socket&> stream{socket};
        stream.accept(request);
        for (const auto& frame : frames) stream.write(asio::buffer(frame));
        if (code != 0) stream.close(websocket::close_reason{code});
    };
}

ScriptedServer::Act refusing(std::string status) {
    return [=](ScriptedServer::Socket& socket) {
        std::string behind;
        read_head(socket, behind);
        asio::write(socket, asio::buffer("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n"));
    };
}

struct Seen {
    Frames frames;
    std::size_t losses = 0;
    Result<void> ended;
};

// Watches until "last" comes.
Seen watch_it(const ServerAddress& server, std::chrono::milliseconds silence_max = 60s) {
    Seen seen;
    Watch watch;
    watch.upload_id = "f47a";
    watch.max_rate = 20;
    watch.silence_max = silence_max;
    watch.on_frame = [&seen](std::string_view frame) -> Result<bool> {
        seen.frames.emplace_back(frame);
        return frame == "last";
    };
    watch.on_lost = [&seen](const Error&) { ++seen.losses; };
    seen.ended = run_to_end(watch_upload(server, std::move(watch)));
    return seen;
}

TEST_CASE("an upload is watched to its last event", "[web socket client]") {
    std::string target;
    ScriptedServer server{{telling({"a", "b", "last"}, 1000, &target)}};
    const auto seen = watch_it(server.address("/docs"));
    CHECK(seen.ended.has_value());
    CHECK(seen.frames == Frames{"a", "b", "last"});
    CHECK(seen.losses == 0);
    CHECK(target == "/docs/ws/f47a?max_rate=20");
}

TEST_CASE("a watch that breaks is taken up again", "[web socket client]") {
    const std::uint16_t how = GENERATE(as<std::uint16_t>{}, 0, 1000, 1012);
    CAPTURE(how);
    ScriptedServer server{
        {telling({"a"}, how), refusing("503 Service Unavailable"), telling({"b", "last"}, 1000)}};
    const auto seen = watch_it(server.address());
    CHECK(seen.ended.has_value());
    CHECK(seen.frames == Frames{"a", "b", "last"});
    CHECK(seen.losses == 2);
}

TEST_CASE("an upload that the server does not know is not asked for again", "[web socket client]") {
    const auto act = GENERATE(telling({}, 4404), refusing("404 Not Found"));
    ScriptedServer server{{act}};
    const auto seen = watch_it(server.address());
    REQUIRE(seen.ended.has_error());
    CHECK(seen.ended.error().code == Errc::unknown_upload);
    CHECK(seen.losses == 0);
}

TEST_CASE("a refusal to be watched is final", "[web socket client]") {
    ScriptedServer server{{refusing("403 Forbidden")}};
    const auto seen = watch_it(server.address());
    REQUIRE(seen.ended.has_error());
    CHECK(seen.ended.error().code == Errc::refused);
    CHECK_THAT(seen.ended.error().detail, Catch::Contains("403 Forbidden"));
}

TEST_CASE("a server that was never reached is not waited for", "[web socket client]") {
    ServerAddress nobody;
    {
        const ScriptedServer server{{}};
        nobody = server.address();
    }
    const auto seen = watch_it(nobody);
    REQUIRE(seen.ended.has_error());
    CHECK(seen.ended.error().code == Errc::unreachable);
    CHECK(seen.losses == 0);
}

TEST_CASE("a server that stays away is given up", "[web socket client]") {
    ScriptedServer server{{telling({"a"}, 0)}};
    const auto seen = watch_it(server.address(), 100ms);
    REQUIRE(seen.ended.has_error());
    CHECK(seen.ended.error().code == Errc::unreachable);
    CHECK(seen.frames == Frames{"a"});
}

TEST_CASE("what is read and makes no sense ends the watch", "[web socket client]") {
    ScriptedServer server{{telling({"a"}, 1000)}};
    Watch watch;
    watch.upload_id = "f47a";
    watch.on_frame = [](std::string_view) {
        return Result<bool>{Error{Errc::bad_answer, "no event"}};
    };
    watch.on_lost = [](const Error&) {};
    const auto ended = run_to_end(watch_upload(server.address(), std::move(watch)));
    REQUIRE(ended.has_error());
    CHECK(ended.error().code == Errc::bad_answer);
}

TEST_CASE(
    "tries come further apart, up to 2 s, and end after the time given", "[web socket client]"
) {
    const SteadyClock::time_point start{};
    Backoff backoff{300s};
    std::vector<std::chrono::milliseconds> delays;
    auto now = start;
    while (const auto delay = backoff.failed(now)) {
        delays.push_back(*delay);
        now += *delay;
    }
    CHECK(
        std::vector(delays.begin(), delays.begin() + 8) ==
        std::vector<std::chrono::milliseconds>{250ms, 500ms, 1s, 2s, 2s, 2s, 2s, 2s}
    );
    CHECK(now - start >= 300s);
    CHECK(now - start < 310s);
}

TEST_CASE("being reached makes the next failure the first again", "[web socket client]") {
    const SteadyClock::time_point start{};
    Backoff backoff{10s};
    CHECK(backoff.failed(start) == 250ms);
    CHECK(backoff.failed(start + 9s) == 500ms);
    CHECK(backoff.failed(start + 10s) == std::nullopt);
    backoff.reached();
    CHECK(backoff.failed(start + 20s) == 250ms);
}

}  // namespace
}  // namespace ingestd::client
