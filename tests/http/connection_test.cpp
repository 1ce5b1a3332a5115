#include <string>

#include <ingestd/http/connection.hpp>
#include <ingestd/http/errc.hpp>
#include <ingestd/http/problem.hpp>

#include "live_server.hpp"
#include "support/catch.hpp"

namespace ingestd::http {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<Response> greet(Request& request) {
    Response answer;
    answer.content_type = "text/plain";
    answer.body = "hello " + std::string{request.query_value("name").value_or("you")};
    co_return answer;
}

// Tells how many bytes the body had and a sum over them.
asio::awaitable<Response> weigh(Request& request) {
    std::uint64_t bytes = 0;
    std::uint64_t sum = 0;
    for (;;) {
        const auto piece = co_await request.body->next();
        if (!piece) co_return make_problem(request, piece.error());
        if (piece->empty()) break;
        bytes += piece->size();
        for (const std::byte byte : *piece) sum += static_cast<std::uint64_t>(byte);
    }
    Response answer;
    answer.content_type = "text/plain";
    answer.body = std::to_string(bytes) + ":" + std::to_string(sum);
    co_return answer;
}

asio::awaitable<Response> read_little(Request& request) {
    auto body = co_await request.body->read_all(10);
    if (!body) co_return make_problem(request, body.error());
    Response answer;
    answer.body = *body;
    co_return answer;
}

asio::awaitable<Response> fail(Request&) {
    throw std::runtime_error{"the disk caught fire"};
    co_return Response{};
}

asio::awaitable<Result<void>> count_to_three(ResponseStream& stream) {
    for (const std::string_view word : {"one ", "two ", "", "three"}) {
        auto written = co_await stream.write(word);
        if (!written) co_return written.error();
    }
    co_return Result<void>{};
}

asio::awaitable<Result<void>> break_off(ResponseStream& stream) {
    co_await stream.write("one ");
    co_return Error{make_error_code(Errc::timed_out), {}};
}

asio::awaitable<Response> count(Request&) {
    Response answer;
    answer.content_type = "text/plain";
    answer.stream = count_to_three;
    co_return answer;
}

asio::awaitable<Response> count_badly(Request&) {
    Response answer;
    answer.stream = break_off;
    co_return answer;
}

asio::awaitable<Response> name_upload(Request& request) {
    Response answer;
    answer.headers.emplace_back("X-Name", request.parameter("id"));
    answer.body = std::string(300'000, 'x');
    co_return answer;
}

Router make_router() {
    Router router;
    router.add("GET", "/greet", greet);
    router.add("POST", "/weigh", weigh);
    router.add("POST", "/little", read_little);
    router.add("POST", "/greet", greet);
    router.add("GET", "/fail", fail);
    router.add("GET", "/count", count);
    router.add("GET", "/count_badly", count_badly);
    router.add("GET", "/uploads/{id}", name_upload);
    return router;
}

std::string get(std::string_view target, std::string_view fields = {}) {
    return "GET " + std::string{target} + " HTTP/1.1\r\nHost: localhost\r\n" + std::string{fields} +
           "\r\n";
}
std::string post(std::string_view target, std::string_view fields, std::string_view body = {}) {
    return "POST " + std::string{target} + " HTTP/1.1\r\nHost: localhost\r\n" +
           std::string{fields} + "\r\n" + std::string{body};
}

TEST_CASE("a request is answered and the connection kept", "[http][connection]") {
    LiveServer server{make_router()};
    RawClient client = server.connect();

    for (int i = 0; i < 3; ++i) {
        client.send(get("/greet?name=J%C3%BCrgen+K."));
        const RawAnswer answer = client.read_answer();

        REQUIRE(answer.status == 200);
        REQUIRE(answer.body == "hello J\xC3\xBCrgen K.");
        REQUIRE(answer.header("Connection") == "keep-alive");
    }
}

TEST_CASE("every answer carries its id and the security headers", "[http][connection]") {
    LiveServer server{make_router()};
    const auto raw = GENERATE(
        as<std::string>{}, get("/greet"), get("/nothing"), get("/fail"), "nonsense\r\n\r\n"
    );

    const RawAnswer answer = server.ask(raw);

    CAPTURE(raw, answer.head);
    CHECK(answer.header("X-Request-Id").value_or("").size() == 36);
    CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    CHECK(answer.header("Referrer-Policy") == "no-referrer");
    CHECK(answer.header("Cross-Origin-Resource-Policy") == "same-origin");
    CHECK(answer.header("X-Frame-Options") == "DENY");
    CHECK(answer.header("Cache-Control") == "no-store");
    CHECK(answer.header("Date").has_value());
}

TEST_CASE("pipelined requests are answered in order", "[http][connection]") {
    LiveServer server{make_router()};
    RawClient client = server.connect();

    client.send(
        get("/greet?name=1") + "\r\n" + post("/weigh", "Content-Length: 3\r\n", "\1\2\3") +
        get("/count") + get("/greet?name=4")
    );

    CHECK(client.read_answer().body == "hello 1");
    CHECK(client.read_answer().body == "3:6");
    CHECK(client.read_answer().body == "one two three");
    CHECK(client.read_answer().body == "hello 4");
}

TEST_CASE("a request is read the same wherever it is cut", "[http][connection]") {
    LiveServer server{make_router()};
    const std::string raw =
        post("/weigh", "Transfer-Encoding: chunked\r\n", "3\r\n\1\2\3\r\n0\r\nT: x\r\n\r\n");

    for (std::size_t cut = 1; cut < raw.size(); ++cut) {
        RawClient client = server.connect();
        client.send(raw.substr(0, cut));
        client.send(raw.substr(cut));
        REQUIRE(client.read_answer().body == "3:6");
    }
}

TEST_CASE(
    "an answer without a known length comes in chunks, and ends properly", "[http][connection]"
) {
    LiveServer server{make_router()};

    CHECK(server.ask(get("/count")).body == "one two three");
    CHECK(server.ask(get("/count_badly")).body == "one [cut off]");
    CHECK(server.ask("GET /count HTTP/1.0\r\n\r\n").body == "one two three");
}

TEST_CASE("a large answer comes whole", "[http][connection]") {
    LiveServer server{make_router()};

    const RawAnswer answer = server.ask(get("/uploads/a"));

    REQUIRE(answer.body == std::string(300'000, 'x'));
}

TEST_CASE("what a stranger named cannot begin a header of its own", "[http][connection]") {
    LiveServer server{make_router()};

    const RawAnswer answer = server.ask(get("/uploads/a%0D%0ASet-Cookie:%20b"));

    REQUIRE(answer.header("X-Name") == "a  Set-Cookie: b");
    REQUIRE_FALSE(answer.header("Set-Cookie"));
}

TEST_CASE("HEAD is answered as GET without the body", "[http][connection]") {
    LiveServer server{make_router()};
    RawClient client = server.connect();

    client.send("HEAD /greet HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/greet"));

    const RawAnswer head = client.read_answer(false);
    CHECK(head.status == 200);
    CHECK(head.header("Content-Length") == "9");
    CHECK(client.read_answer().body == "hello you");
}

TEST_CASE(
    "what is not there, and what is not possible there, are told apart", "[http][connection]"
) {
    LiveServer server{make_router()};

    CHECK(server.ask(get("/nothing")).status == 404);
    const RawAnswer refused = server.ask("DELETE /greet HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(refused.status == 405);
    CHECK(refused.header("Allow") == "GET, HEAD, OPTIONS, POST");
}

TEST_CASE("the connection is kept or closed as the request asks", "[http][connection]") {
    LiveServer server{make_router()};
    const auto [raw, is_kept] = GENERATE(table<std::string, bool>({
        {get("/greet"), true},
        {get("/greet", "Connection: close\r\n"), false},
        {get("/greet", "Connection: x, Close\r\n"), false},
        {"GET /greet HTTP/1.0\r\n\r\n", false},
        {"GET /greet HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true},
    }));
    RawClient client = server.connect();

    client.send(raw);
    const RawAnswer answer = client.read_answer();

    CAPTURE(raw);
    REQUIRE(answer.header("Connection") == (is_kept ? "keep-alive" : "close"));
    client.send(get("/greet", "Connection: close\r\n"));
    REQUIRE(client.read_answer().status == (is_kept ? 200U : 0U));
}

TEST_CASE(
    "a refused head is answered, ends the connection, and what follows is never read as a request",
    "[http][connection]"
) {
    LiveServer server{make_router()};
    const auto [raw, status] = GENERATE(table<std::string, unsigned>({
        {"GET /greet HTTP/1.1\r\n\r\n", 400},
        {get("/greet", "X: a\r\n b\r\n"), 400},
        {post("/weigh", "Transfer-Encoding: identity\r\nContent-Length: 3\r\n"), 400},
        {post("/weigh", "Transfer-Encoding: xchunked\r\n"), 400},
        {post("/weigh", "Transfer-Encoding: chunked, identity\r\n"), 400},
        {post("/weigh", "Transfer-Encoding: \"chunked\"\r\n"), 400},
        {post("/weigh", "Transfer-Encoding:\r\n chunked\r\n"), 400},
        {"POST /weigh HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"GET /greet HTTP/1.1\nHost: localhost\n\n", 400},
        {"GET /greet HTTP/1.1\r\nHost: rebound.example\r\n\r\n", 403},
        {post("/weigh", "Origin: http://evil.example\r\nContent-Length: 3\r\n", "abc"), 403},
        {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
    }));
    RawClient client = server.connect();

    client.send(raw + get("/greet?name=smuggled"));

    CAPTURE(raw);
    const RawAnswer answer = client.read_answer();
    CHECK(answer.status == status);
    CHECK(answer.header("Connection") == "close");
    CHECK(client.read_to_end().empty());
}

TEST_CASE(
    "a head over the limit is answered 431, whether or not it ever ends", "[http][connection]"
) {
    Settings settings;
    settings.head_bytes_max = 8_KiB;
    LiveServer server{make_router(), settings};
    const std::string large = "X: " + std::string(8'192, 'x');

    CHECK(server.ask(get("/greet", large + "\r\n")).status == 431);
    CHECK(server.ask("GET /greet HTTP/1.1\r\nHost: localhost\r\n" + large).status == 431);
    CHECK(server.ask(get("/greet", "X: " + std::string(8'000, 'x') + "\r\n")).status == 200);
}

TEST_CASE(
    "a field of more than 64 KiB does no harm where the limit allows it", "[http][connection]"
) {
    Settings settings;
    settings.head_bytes_max = 1_MiB;
    LiveServer server{make_router(), settings};

    CHECK(server.ask(get("/greet", "X: " + std::string(70'000, 'x') + "\r\n")).status == 431);
    CHECK(server.ask(get("/greet")).status == 200);
}

TEST_CASE(
    "a head that trickles in is ended in time, and so is one that never begins",
    "[http][connection]"
) {
    Settings settings;
    settings.head_timeout = 50ms;
    LiveServer server{make_router(), settings};

    CHECK(server.ask("GET /greet HTTP/1.1\r\nHost: local").status == 408);
    CHECK(server.ask("").status == 0);
}

TEST_CASE("a connection that asks nothing more is closed", "[http][connection]") {
    Settings settings;
    settings.keep_alive_timeout = 50ms;
    LiveServer server{make_router(), settings};
    RawClient client = server.connect();

    client.send(get("/greet"));

    REQUIRE(client.read_answer().status == 200);
    REQUIRE(client.is_at_end());
}

TEST_CASE("a body over the limit is refused before it is read", "[http][connection]") {
    Settings settings;
    settings.body_bytes_max = 1'000;
    LiveServer server{make_router(), settings};

    const RawAnswer answer =
        server.ask(post("/weigh", "Content-Length: 1001\r\nExpect: 100-continue\r\n"));

    CHECK(answer.status == 413);
    CHECK_THAT(answer.body, Catch::Contains("--body-bytes-max"));
    CHECK(answer.header("Connection") == "close");
}

TEST_CASE("a chunked body over the limit is refused while it comes", "[http][connection]") {
    Settings settings;
    settings.body_bytes_max = 1'000;
    LiveServer server{make_router(), settings};

    const RawAnswer answer = server.ask(
        post("/weigh", "Transfer-Encoding: chunked\r\n", "3e9\r\n" + std::string(1'001, 'x'))
    );

    CHECK(answer.status == 413);
    CHECK(answer.header("Connection") == "close");
}

TEST_CASE("a handler may take less than the limit", "[http][connection]") {
    LiveServer server{make_router()};

    CHECK(server.ask(post("/little", "Content-Length: 10\r\n", "0123456789")).body == "0123456789");
    CHECK(server.ask(post("/little", "Content-Length: 11\r\n", "0123456789X")).status == 413);
}

TEST_CASE("a body that falls silent is ended with 408", "[http][connection]") {
    Settings settings;
    settings.body_silence_max = 50ms;
    LiveServer server{make_router(), settings};
    const auto raw = GENERATE(
        post("/weigh", "Content-Length: 10\r\n", "abc"),
        post("/weigh", "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n")
    );

    REQUIRE(server.ask(raw).status == 408);
}

TEST_CASE("a body that only trickles is ended with 408", "[http][connection]") {
    Settings settings;
    settings.body_rate_after = 50ms;
    settings.body_rate_min = 1_MiB;
    LiveServer server{make_router(), settings};
    RawClient client = server.connect();

    client.send(post("/weigh", "Content-Length: 1000000\r\n"));
    // A byte every millisecond, so that silence alone would never end it.
    while (!client.has_input_within(1ms)) client.send("x");

    const RawAnswer answer = client.read_answer();
    CHECK(answer.status == 408);
    CHECK_THAT(answer.body, Catch::Contains("--body-rate-min"));
}

TEST_CASE("a rate of 0 asks for none", "[http][connection]") {
    Settings settings;
    settings.body_rate_after = 0ms;
    settings.body_rate_min = 0;
    LiveServer server{make_router(), settings};
    RawClient client = server.connect();

    client.send(post("/weigh", "Content-Length: 2\r\n", "\1"));
    CHECK_FALSE(client.has_input_within(50ms));
    client.send("\2");

    CHECK(client.read_answer().body == "2:3");
}

TEST_CASE("a body that is cut off is told, though nobody may be listening", "[http][connection]") {
    LiveServer server{make_router()};
    const auto raw = GENERATE(
        post("/weigh", "Content-Length: 10\r\n", "abc"),
        post("/weigh", "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n")
    );
    RawClient client = server.connect();

    client.send(raw);
    client.end_sending();

    const RawAnswer answer = client.read_answer();
    CHECK(answer.status == 400);
    CHECK(answer.header("Connection") == "close");
}

TEST_CASE(
    "broken chunks and endless trailers are refused, and the server lives on", "[http][connection]"
) {
    LiveServer server{make_router()};
    const auto body = GENERATE(
        as<std::string>{},
        "nonsense",
        "3\r\nabcd\r\n",
        "0\r\nTrailer: " + std::string(70'000, 'x') + "\r\n\r\n",
        "3;x=" + std::string(70'000, 'x') + "\r\nabc\r\n0\r\n\r\n"
    );

    const RawAnswer answer = server.ask(post("/weigh", "Transfer-Encoding: chunked\r\n", body));

    CHECK(answer.status == 400);
    CHECK(answer.header("Connection") == "close");
    CHECK(server.ask(get("/greet")).status == 200);
}

TEST_CASE(
    "a client that waits for 100 Continue is told when the body is wanted", "[http][connection]"
) {
    LiveServer server{make_router()};
    RawClient client = server.connect();

    client.send(post("/weigh", "Content-Length: 3\r\nExpect: 100-continue\r\n"));
    REQUIRE(client.read_answer().status == 100);
    client.send("\1\2\3");

    REQUIRE(client.read_answer().body == "3:6");
}

TEST_CASE("a client that waits for 100 Continue in vain is not kept", "[http][connection]") {
    LiveServer server{make_router()};

    const RawAnswer answer =
        server.ask(post("/greet", "Content-Length: 3\r\nExpect: 100-continue\r\n"));

    CHECK(answer.status == 200);
    CHECK(answer.header("Connection") == "close");
}

TEST_CASE(
    "a small body that a handler ignores does not become the next request", "[http][connection]"
) {
    LiveServer server{make_router()};
    RawClient client = server.connect();
    const std::string body = get("/greet?name=smuggled");

    client.send(
        post("/greet", "Content-Length: " + std::to_string(body.size()) + "\r\n", body.substr(0, 5))
    );
    CHECK(client.read_answer().body == "hello you");
    client.send(body.substr(5) + get("/greet?name=next"));

    CHECK(client.read_answer().body == "hello next");
}

TEST_CASE(
    "a large body that a handler ignores ends the connection, after the answer",
    "[http][connection]"
) {
    LiveServer server{make_router()};
    RawClient client = server.connect();

    client.send(post("/greet", "Content-Length: 10000000\r\n"));
    client.send(std::string(1'000'000, 'x'));

    CHECK(client.read_answer().header("Connection") == "close");
    CHECK(client.is_at_end());
}

TEST_CASE("a body of many buffers arrives whole", "[http][connection]") {
    LiveServer server{make_router()};
    std::string body(5'000'000, '\0');
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < body.size(); ++i) {
        body[i] = static_cast<char>(i * 7 % 251);
        sum += static_cast<unsigned char>(body[i]);
    }
    const std::string expected = "5000000:" + std::to_string(sum);
    std::string chunked;
    for (std::size_t at = 0; at < body.size(); at += 100'000)
        chunked += "186A0\r\n" + body.substr(at, 100'000) + "\r\n";

    CHECK(server.ask(post("/weigh", "Content-Length: 5000000\r\n", body)).body == expected);
    CHECK(
        server.ask(post("/weigh", "Transfer-Encoding: chunked\r\n", chunked + "0\r\n\r\n")).body ==
        expected
    );
}

TEST_CASE(
    "a handler that throws costs its request a 500 and the connection", "[http][connection]"
) {
    LiveServer server{make_router()};

    const RawAnswer answer = server.ask(get("/fail"));

    CHECK(answer.status == 500);
    CHECK(answer.header("Connection") == "close");
    CHECK_THAT(answer.body, !Catch::Contains("fire"));
    CHECK(server.ask(get("/greet")).status == 200);
}

TEST_CASE("a client that sends no more still gets its answer", "[http][connection]") {
    LiveServer server{make_router()};
    RawClient client = server.connect();

    client.send(get("/greet"));
    client.end_sending();

    CHECK(client.read_answer().body == "hello you");
    CHECK(client.is_at_end());
}

TEST_CASE("a client that resets its connection harms nobody", "[http][connection]") {
    LiveServer server{make_router()};
    for (int i = 0; i < 20; ++i) {
        RawClient client = server.connect();
        client.send(
            i % 2 == 0 ? get("/uploads/a") : post("/weigh", "Content-Length: 9\r\n", "abc")
        );
        client.reset();
    }

    CHECK(server.ask(get("/greet")).status == 200);
}

TEST_CASE("only an allowed origin may read answers across origins", "[http][connection]") {
    Settings settings;
    settings.allow_origins = {"https://app.example"};
    LiveServer server{make_router(), settings};

    const RawAnswer allowed = server.ask(get("/greet", "Origin: https://app.example\r\n"));
    const RawAnswer foreign = server.ask(get("/greet", "Origin: https://evil.example\r\n"));

    CHECK(allowed.header("Access-Control-Allow-Origin") == "https://app.example");
    CHECK(allowed.header("Vary") == "Origin");
    CHECK(allowed.header("Cross-Origin-Resource-Policy") == "cross-origin");
    CHECK_FALSE(foreign.header("Access-Control-Allow-Origin"));
    CHECK(foreign.header("Cross-Origin-Resource-Policy") == "same-origin");
}

TEST_CASE("a preflight is answered for an allowed origin", "[http][connection]") {
    Settings settings;
    settings.allow_origins = {"https://app.example"};
    LiveServer server{make_router(), settings};
    const auto preflight = [&](std::string_view origin) {
        return server.ask(
            "OPTIONS /weigh HTTP/1.1\r\nHost: localhost\r\nOrigin: " + std::string{origin} +
            "\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: "
            "content-type, x y\r\n\r\n"
        );
    };

    const RawAnswer allowed = preflight("https://app.example");
    CHECK(allowed.status == 204);
    CHECK(allowed.header("Access-Control-Allow-Methods") == "OPTIONS, POST");
    CHECK(allowed.header("Access-Control-Allow-Headers") == "content-type");
    CHECK_FALSE(preflight("https://evil.example").header("Access-Control-Allow-Methods"));
}

}  // namespace
}  // namespace ingestd::http
