#include <future>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <ingestd/http/errc.hpp>
#include <ingestd/http/web_socket.hpp>

#include "live_server.hpp"
#include "support/catch.hpp"

namespace ingestd::http {
namespace {

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

constexpr std::string_view upgrade =
    "GET /ws/u1 HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

// Frames as a client sends them: masked, here with a mask of zeros, which changes nothing.
std::string client_frame(unsigned char opcode, std::string_view payload) {
    std::string frame{
        static_cast<char>(0x80 | opcode), static_cast<char>(0x80 | payload.size()), 0, 0, 0, 0};
    return frame += payload;
}

std::string close_payload(unsigned code) {
    return {static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
}
std::string ping(std::string_view payload) {
    return client_frame(9, payload);
}

struct Frame {
    unsigned opcode = 0;  // 0: the connection ended
    std::string payload;

    unsigned close_code() const {
        return opcode != 8 || payload.size() < 2
                   ? 0U
                   : static_cast<unsigned>(static_cast<unsigned char>(payload[0])) << 8 |
                         static_cast<unsigned char>(payload[1]);
    }
};

Frame read_frame(RawClient& client) {
    const std::string head = client.read(2);
    if (head.size() < 2) return {};
    auto length = static_cast<std::size_t>(static_cast<unsigned char>(head[1]));
    if (length == 126) {
        const std::string extended = client.read(2);
        length = static_cast<std::size_t>(static_cast<unsigned char>(extended[0])) << 8 |
                 static_cast<unsigned char>(extended[1]);
    }
    return {static_cast<unsigned char>(head[0]) & 0x0FU, client.read(length)};
}

std::vector<progress::Delivery> texts(std::vector<std::string> words) {
    std::vector<progress::Delivery> deliveries;
    for (auto& text : words) {
        deliveries.push_back({.frame = std::make_shared<const std::string>(std::move(text))});
    }
    return deliveries;
}

// What one test's handler does, and how it ended.
struct Script {
    std::function<asio::awaitable<void>(WebSocket&)> act;
    std::promise<void> has_ended;

    asio::awaitable<void> operator()(Request, WebSocket socket) {
        co_await act(socket);
        has_ended.set_value();
    }
};

Router make_router(Script& script) {
    Router router;
    router.add_web_socket("/ws/{id}", [&script](Request request, WebSocket socket) {
        return script(std::move(request), std::move(socket));
    });
    return router;
}

asio::awaitable<void> say_and_close(WebSocket& socket) {
    const auto first = texts({"first"});
    co_await socket.write(first);
    const auto further = texts({std::string(200, 'x'), "", "last"});
    co_await socket.write(further);
    co_await socket.close(CloseCode::normal);
}

asio::awaitable<void> only_drain(WebSocket& socket) {
    co_await socket.drain();
}

TEST_CASE("frames arrive in order, then the close", "[http][web_socket]") {
    Script script{say_and_close, {}};
    LiveServer server{make_router(script)};
    RawClient client = server.connect();

    client.send(upgrade);

    const RawAnswer answer = client.read_answer();
    REQUIRE(answer.status == 101);
    CHECK(answer.header("Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    CHECK(answer.header("X-Request-Id").has_value());
    CHECK_FALSE(answer.header("Sec-WebSocket-Extensions"));
    CHECK(read_frame(client).payload == "first");
    CHECK(read_frame(client).payload == std::string(200, 'x'));
    CHECK(read_frame(client).payload.empty());
    CHECK(read_frame(client).payload == "last");
    CHECK(read_frame(client).close_code() == 1000);
    client.send(client_frame(8, close_payload(1000)));
    CHECK(client.is_at_end());
}

// As the push of events does: the one that ends first cancels the other.
asio::awaitable<void> push_one(WebSocket& socket) {
    const auto last = texts({"last"});
    co_await socket.write(last);
}
asio::awaitable<void> push_beside_drain(WebSocket& socket) {
    co_await (socket.drain() || push_one(socket));
    co_await socket.close(CloseCode::normal);
}

TEST_CASE(
    "a drain that was cancelled leaves a socket that can still say goodbye", "[http][web_socket]"
) {
    Script script{push_beside_drain, {}};
    LiveServer server{make_router(script)};
    RawClient client = server.connect();

    client.send(upgrade);
    client.read_answer();

    CHECK(read_frame(client).payload == "last");
    CHECK(read_frame(client).close_code() == 1000);
}

TEST_CASE("what came in behind the upgrade is not lost", "[http][web_socket]") {
    Script script{only_drain, {}};
    LiveServer server{make_router(script)};
    RawClient client = server.connect();

    client.send(std::string{upgrade} + ping("early") + client_frame(1, "dropped") + ping("more"));

    REQUIRE(client.read_answer().status == 101);
    CHECK(read_frame(client).payload == "early");
    CHECK(read_frame(client).payload == "more");
}

TEST_CASE("the peer's goodbye ends the drain", "[http][web_socket]") {
    std::promise<Error> reason;
    Script script{};
    auto drain = [&reason](WebSocket& socket) -> asio::awaitable<void> {
        reason.set_value(co_await socket.drain());
    };
    script.act = drain;
    LiveServer server{make_router(script)};
    RawClient client = server.connect();
    client.send(upgrade);
    client.read_answer();

    const auto ending = GENERATE(0, 1, 2);
    if (ending == 0) client.send(client_frame(8, close_payload(1001)));
    if (ending == 1) client.end_sending();
    if (ending == 2) client.reset();

    CHECK(reason.get_future().get().code == Errc::peer_closed);
}

TEST_CASE("a peer that breaks the protocol is told so and dropped", "[http][web_socket]") {
    const auto [bytes, code] = GENERATE(table<std::string, unsigned>({
        {std::string{"\x81\x01x", 3}, 1002},  // not masked
        {client_frame(3, "x"), 1002},         // no such opcode
        {std::string{"\x81\xFE\x20\x01\0\0\0\0", 8} + std::string(8'193, 'x'), 1009},  // too large
    }));
    Script script{only_drain, {}};
    LiveServer server{make_router(script)};
    RawClient client = server.connect();
    client.send(upgrade);
    client.read_answer();

    client.send(bytes);

    CHECK(read_frame(client).close_code() == code);
    script.has_ended.get_future().wait();
}

TEST_CASE("a living peer is pinged and kept, a silent one dropped", "[http][web_socket]") {
    std::promise<Error> reason;
    Script script{};
    auto drain = [&reason](WebSocket& socket) -> asio::awaitable<void> {
        reason.set_value(co_await socket.drain());
    };
    script.act = drain;
    Settings settings;
    settings.ping_every = 20ms;
    settings.web_socket_silence_max = 200ms;
    LiveServer server{make_router(script), settings};
    RawClient client = server.connect();
    client.send(upgrade);
    client.read_answer();

    for (int i = 0; i < 15; ++i) {
        REQUIRE(read_frame(client).opcode == 9);
        client.send(client_frame(10, ""));
    }
    // Never answered from here on.
    CHECK(reason.get_future().get().code == Errc::peer_silent);
}

TEST_CASE("a request that is no proper upgrade is told why", "[http][web_socket]") {
    Script script{only_drain, {}};
    LiveServer server{make_router(script)};
    const auto replaced = [](std::string_view what, std::string_view with) {
        std::string raw{upgrade};
        return raw.replace(raw.find(what), what.size(), with);
    };

    const RawAnswer other_version = server.ask(replaced("Version: 13", "Version: 8"));
    CHECK(other_version.status == 426);
    CHECK(other_version.header("Sec-WebSocket-Version") == "13");
    CHECK(server.ask(replaced("Upgrade: websocket\r\n", "")).status == 426);
    CHECK(server.ask(replaced("dGhlIHNhbXBsZSBub25jZQ==", "tooshort")).status == 400);
    CHECK(
        server
            .ask(replaced(
                "Host: localhost\r\n", "Host: localhost\r\nOrigin: http://evil.example\r\n"
            ))
            .status == 403
    );
    CHECK(server.ask(replaced("GET /ws", "POST /ws")).status == 405);
}

TEST_CASE("stopping closes an open WebSocket with 1012", "[http][web_socket]") {
    Script script{only_drain, {}};
    LiveServer server{make_router(script)};
    RawClient client = server.connect();
    client.send(upgrade);
    client.read_answer();

    server.begin_to_stop();

    CHECK(read_frame(client).close_code() == 1012);
    client.send(client_frame(8, close_payload(1012)));
    client.end_sending();
    CHECK(client.is_at_end());
    server.join();
}

asio::awaitable<void> write_without_end(WebSocket& socket) {
    const auto large = texts({std::string(60'000, 'x')});
    for (;;) {
        const auto written = co_await socket.write(large);
        if (!written) co_return;
    }
}

TEST_CASE("a pong never breaks into what is being told", "[http][web_socket]") {
    Script script{write_without_end, {}};
    LiveServer server{make_router(script)};
    RawClient client = server.connect();
    client.send(upgrade);
    REQUIRE(client.read_answer().status == 101);
    // By now the server waits in the middle of a frame, until more of it is read.
    for (int i = 0; i < 20; ++i) client.send(ping("still there?"));

    int pongs = 0;
    for (int i = 0; i < 500 && pongs == 0; ++i) {
        const Frame frame = read_frame(client);
        if (frame.opcode == 10) {
            ++pongs;
            CHECK(frame.payload == "still there?");
        } else {
            REQUIRE(frame.opcode == 1);
            REQUIRE(frame.payload == std::string(60'000, 'x'));
        }
    }
    CHECK(pongs > 0);
}

TEST_CASE("nothing is told any more behind the answer to a goodbye", "[http][web_socket]") {
    Script script{write_without_end, {}};
    LiveServer server{make_router(script)};
    RawClient client = server.connect();
    client.send(upgrade);
    REQUIRE(client.read_answer().status == 101);
    client.send(client_frame(8, close_payload(1001)));

    Frame frame = read_frame(client);
    while (frame.opcode == 1) frame = read_frame(client);

    CHECK(frame.close_code() == 1001);
    CHECK(client.is_at_end());
    script.has_ended.get_future().wait();
}

TEST_CASE(
    "stopping ends also while a peer takes nothing of what is written", "[http][web_socket]"
) {
    Script script{write_without_end, {}};
    LiveServer server{make_router(script)};
    RawClient client = server.connect();
    client.send(upgrade);
    REQUIRE(client.read_answer().status == 101);

    server.stop();

    SUCCEED("it ended");
}

asio::awaitable<void> throw_out(WebSocket&) {
    throw std::runtime_error{"broken"};
    co_return;
}

TEST_CASE("a handler that throws costs its own socket alone", "[http][web_socket]") {
    Script script{throw_out, {}};
    LiveServer server{make_router(script)};
    RawClient client = server.connect();

    client.send(upgrade);
    client.read_answer();

    CHECK(read_frame(client).close_code() == 1011);
    CHECK(server.ask("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 404);
}

asio::awaitable<void> leave(WebSocket&) {
    co_return;
}

TEST_CASE("a handler that just leaves is said goodbye for", "[http][web_socket]") {
    Script script{leave, {}};
    LiveServer server{make_router(script)};
    RawClient client = server.connect();

    client.send(upgrade);
    client.read_answer();

    CHECK(read_frame(client).close_code() == 1001);
}

}  // namespace
}  // namespace ingestd::http
