#include <string>

#include <ingestd/http/errc.hpp>
#include <ingestd/http/request_guard.hpp>

#include "support/catch.hpp"

namespace ingestd::http {
namespace {

Settings settings_with(std::vector<std::string> hosts, std::vector<std::string> origins = {}) {
    Settings settings;
    settings.allow_hosts = std::move(hosts);
    settings.allow_origins = std::move(origins);
    return settings;
}

RequestHead head_of(const std::string& raw) {
    auto head = parse_head(raw);
    INFO(raw);
    REQUIRE(head);
    return *head;
}

// 0: nothing is refused. A head that cannot even be parsed counts as 400.
unsigned status_of(const std::string& raw, const Settings& settings = {}) {
    const auto head = parse_head(raw);
    if (!head) return head.error().code == Errc::bad_head ? 400 : 1;
    const auto refusal = guard(*head, settings);
    return refusal ? refusal->status : 0;
}

std::string get(const std::string& fields) {
    return "GET / HTTP/1.1\r\n" + fields + "\r\n";
}
std::string post(const std::string& fields) {
    return "POST /upload HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

TEST_CASE("an ordinary request is let in", "[http][guard]") {
    const auto raw = GENERATE(
        get("Host: localhost:8080\r\n"),
        get("host:127.0.0.1\r\n"),
        get("Host: 127.9.8.7:1\r\n"),
        get("Host: [::1]:8080\r\n"),
        get("Host: LOCALHOST:\r\n"),
        post("Content-Length: 5\r\n"),
        post("Transfer-Encoding: Chunked\r\n"),
        post("Expect: 100-continue\r\nContent-Length: 5\r\n"),
        std::string{"GET / HTTP/1.0\r\n\r\n"},
        std::string{"GET http://localhost:80/a?b HTTP/1.1\r\nHost: localhost:80\r\n\r\n"},
        std::string{"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n"},
        std::string{"GET /a%20b?c=%C3%A9 HTTP/1.1\r\nHost: localhost\r\n\r\n"}
    );

    CAPTURE(raw);
    REQUIRE(status_of(raw) == 0);
}

TEST_CASE("a Host that is missing, doubled or malformed is refused", "[http][guard]") {
    const auto fields = GENERATE(
        as<std::string>{},
        "",
        "Host:\r\n",
        "Host: localhost\r\nHost: localhost\r\n",
        "Host: a b\r\n",
        "Host: local/host\r\n",
        "Host: localhost:port\r\n",
        "Host: localhost:65536\r\n",
        "Host: [::1\r\n",
        "Host: [::1]x\r\n",
        "Host: [::g]\r\n",
        "Host: user@localhost\r\n",
        "Host: localhost, localhost\r\n"
    );

    CAPTURE(fields);
    REQUIRE(status_of(get(fields)) == 400);
}

TEST_CASE("a body whose length could be read in two ways is refused", "[http][guard]") {
    const auto fields = GENERATE(
        as<std::string>{},
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: identity, chunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: \"chunked\"\r\n",
        "Transfer-Encoding: chunked;q=1\r\n",
        "Transfer-Encoding: chunked, chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding:\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 5, 5\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: -5\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: 5 5\r\n",
        "Content-Length:\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Transfer-Encoding : chunked\r\n"
    );

    CAPTURE(fields);
    REQUIRE(status_of(post(fields)) == 400);
}

TEST_CASE("a Transfer-Encoding in HTTP/1.0 is refused", "[http][guard]") {
    REQUIRE(
        status_of("POST / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n") == 400
    );
}

TEST_CASE("a folded field is refused, though the parser joins it", "[http][guard]") {
    const auto fields = GENERATE(
        as<std::string>{},
        "X: a\r\n b\r\n",
        "X: a\r\n\tb\r\n",
        "Transfer-Encoding:\r\n chunked\r\n",
        "Transfer-Encoding: identity,\r\n chunked\r\n"
    );

    CAPTURE(fields);
    REQUIRE(status_of(post(fields)) == 400);
}

TEST_CASE("a target that is no path is refused", "[http][guard]") {
    const auto target = GENERATE(
        as<std::string>{},
        "upload",
        "*",
        "localhost:80",
        "/a#b",
        "/%",
        "/%4",
        "/%zz",
        "/a%00b",
        "ftp://localhost/",
        "http://elsewhere/",
        "/caf\xC3\xA9"
    );

    CAPTURE(target);
    REQUIRE(status_of("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n") == 400);
}

TEST_CASE("a head that is no HTTP is refused", "[http][guard]") {
    const auto raw = GENERATE(
        as<std::string>{},
        "\x16\x03\x01\r\n\r\n",
        "GET /\r\n\r\n",
        "GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\x01z\r\n\r\n"
    );

    CAPTURE(raw);
    REQUIRE(status_of(raw) == 400);
}

TEST_CASE("a host the server does not answer for is told how to become one", "[http][guard]") {
    const auto head = head_of(get("Host: rebound.example:8080\r\n"));

    const auto refusal = guard(head, Settings{});

    REQUIRE(refusal);
    REQUIRE(refusal->status == 403);
    REQUIRE_THAT(refusal->detail, Catch::Contains("--allow-host rebound.example"));
    REQUIRE_FALSE(guard(head, settings_with({"Rebound.Example"})));
    REQUIRE_FALSE(guard(head, settings_with({"*"})));
}

TEST_CASE("the host it was told to bind is one the server answers for", "[http][guard]") {
    Settings settings;
    settings.host = "192.0.2.7";

    REQUIRE(status_of(get("Host: 192.0.2.7:8080\r\n"), settings) == 0);
    REQUIRE(status_of(get("Host: 192.0.2.8:8080\r\n"), settings) == 403);
}

TEST_CASE("names that only look like loopback ones are not", "[http][guard]") {
    const auto host = GENERATE(
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1x",
        "128.0.0.1",
        "[::2]",
        "2130706433"
    );

    CAPTURE(host);
    REQUIRE(status_of(get(std::string{"Host: "} + host + "\r\n")) == 403);
}

TEST_CASE("a foreign page may change nothing", "[http][guard]") {
    const auto origin = GENERATE(
        as<std::string>{},
        "https://evil.example",
        "null",
        "http://localhost:8081",
        "http://localhost.evil.example:8080",
        "file://",
        "localhost:8080",
        "http://localhost:8080, http://evil.example",
        "ftp://localhost:8080"
    );
    const auto method = GENERATE(as<std::string>{}, "POST", "DELETE", "PUT", "PATCH");
    const std::string raw =
        method + " /upload HTTP/1.1\r\nHost: localhost:8080\r\nOrigin: " + origin + "\r\n\r\n";

    CAPTURE(raw);
    const auto refusal = guard(head_of(raw), Settings{});
    REQUIRE(refusal);
    REQUIRE(refusal->status == 403);
    REQUIRE_THAT(refusal->detail, Catch::Contains("--allow-origin"));
}

TEST_CASE("a foreign page may open no WebSocket, though that is a GET", "[http][guard]") {
    const std::string fields = "Host: localhost\r\nOrigin: http://evil.example\r\n";

    CHECK(status_of(get(fields)) == 0);
    CHECK(status_of(get(fields + "Connection: Upgrade\r\nUpgrade: websocket\r\n")) == 403);
    CHECK(status_of(get(fields + "Connection: Upgrade\r\nUpgrade: h2c, WebSocket\r\n")) == 403);
}

TEST_CASE("our own page may do everything, also behind a proxy that speaks TLS", "[http][guard]") {
    const auto [host, origin] = GENERATE(table<std::string, std::string>({
        {"localhost:8080", "http://localhost:8080"},
        {"LocalHost:8080", "http://localhost:8080"},
        {"localhost", "http://localhost:80"},
        {"[::1]:8080", "http://[::1]:8080"},
        {"docs.example", "https://docs.example"},
        {"docs.example:443", "https://docs.example"},
    }));

    CAPTURE(host, origin);
    const std::string raw =
        "POST / HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + origin + "\r\n\r\n";
    REQUIRE(status_of(raw, settings_with({"docs.example"})) == 0);
}

TEST_CASE("an allowed origin is let in", "[http][guard]") {
    const std::string raw =
        "POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://App.example\r\n\r\n";

    CHECK(status_of(raw, settings_with({}, {"https://app.example"})) == 0);
    CHECK(status_of(raw, settings_with({}, {"*"})) == 0);
    CHECK(status_of(raw, settings_with({}, {"https://app.example:444"})) == 403);
}

TEST_CASE("an expectation nobody can meet is refused", "[http][guard]") {
    REQUIRE(status_of(post("Expect: the-best\r\n")) == 417);
}

TEST_CASE("the framing is read off the head", "[http][guard]") {
    CHECK(
        framing_of(head_of(post("Content-Length: 1234567890123\r\n"))).length == 1'234'567'890'123
    );
    CHECK(framing_of(head_of(post("Transfer-Encoding: chunked\r\n"))).is_chunked);
    CHECK(framing_of(head_of(post(""))).length == 0);
}

TEST_CASE("a request for a WebSocket is checked", "[http][guard]") {
    const std::string good =
        "Host: localhost\r\nConnection: keep-alive, Upgrade\r\nUpgrade: "
        "websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    const auto status = [](const std::string& fields) {
        const auto refusal = guard_web_socket(head_of(get(fields)));
        return refusal ? refusal->status : 0U;
    };
    const auto without = [&](std::string_view field) {
        std::string fields = good;
        const auto at = fields.find(field);
        return fields.erase(at, fields.find("\r\n", at) + 2 - at);
    };

    CHECK(status(good) == 0);
    CHECK(status(without("Upgrade: ")) == 426);
    CHECK(status(without("Sec-WebSocket-Version")) == 426);
    CHECK(status(without("Sec-WebSocket-Version") + "Sec-WebSocket-Version: 8\r\n") == 426);
    CHECK(status(without("Connection")) == 400);
    CHECK(status(without("Sec-WebSocket-Key")) == 400);
    CHECK(status(without("Sec-WebSocket-Key") + "Sec-WebSocket-Key: short==\r\n") == 400);
    CHECK(status(good + "Content-Length: 4\r\n") == 400);
}

}  // namespace
}  // namespace ingestd::http
