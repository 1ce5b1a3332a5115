// What a stranger may try: other origins, other names, broken framing.
#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

unsigned status_of(const std::string& answer) {
    return answer.size() > 12 ? static_cast<unsigned>(std::stoi(answer.substr(9, 3))) : 0;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

}  // namespace

TEST_CASE("a page of another origin changes nothing and watches nothing", "[e2e][guard]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const Headers foreign = {
        {"Origin", "https://elsewhere.example"}, {"Content-Type", "application/json"}};

    const auto answer = call(
        server.port(),
        "POST",
        "/upload",
        R"({"collection_name":"c","documents":[{"content":"x"}]})",
        foreign
    );

    CHECK(answer.status == 403);
    CHECK(answer.body.find("--allow-origin") != std::string::npos);
    CHECK(call(server.port(), "DELETE", "/collections/c", {}, foreign).status == 403);
    CHECK(
        refused_upgrade(
            server.port(), "/ws/00000000-0000-4000-8000-000000000000", {{"Origin", "null"}}
        ) == 403
    );
    CHECK(get(server.port(), "/uploads").parsed().at("uploads").empty());
    CHECK_FALSE(call(server.port(), "GET", "/healthz", {}, foreign)
                    .headers.contains("access-control-allow-origin"));
}

TEST_CASE("our own page may do all of it", "[e2e][guard]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const Headers own = {
        {"Origin", "http://127.0.0.1:" + std::to_string(server.port())},
        {"Content-Type", "application/json"}};

    const auto answer = call(
        server.port(),
        "POST",
        "/upload",
        R"({"collection_name":"c","documents":[{"content":"x"}]})",
        own
    );

    REQUIRE(answer.status == 202);
    Watcher watcher{
        server.port(), "/ws/" + answer.parsed().at("upload_id").get<std::string>(), {own[0]}};
    CHECK(watcher.rest().back().at("status") == "completed");
}

TEST_CASE("an origin that is allowed gets CORS and sockets", "[e2e][guard]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path(), {"--allow-origin", "https://app.example"}};
    const Headers allowed = {{"Origin", "https://app.example"}};

    CHECK(
        call(server.port(), "GET", "/healthz", {}, allowed)
            .headers.at("access-control-allow-origin") == "https://app.example"
    );
    CHECK(Watcher{server.port(), "/ws/nobody", allowed}.rest().empty());
}

TEST_CASE("a name that is not ours is refused: DNS rebinding", "[e2e][guard]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};

    const auto answer =
        exchange_raw(server.port(), "GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n");

    CHECK(status_of(answer) == 403);
    CHECK(answer.find("--allow-host") != std::string::npos);
}

TEST_CASE(
    "framing that two readers could understand differently is refused and the connection closed",
    "[e2e][guard]"
) {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const std::string smuggled = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const auto head = GENERATE(
        as<std::string>{},
        "Host: localhost\r\nTransfer-Encoding: identity\r\n",
        "Host: localhost\r\nTransfer-Encoding: xchunked\r\n",
        "Host: localhost\r\nTransfer-Encoding: chunked, identity\r\n",
        "Host: localhost\r\nTransfer-Encoding: \"chunked\"\r\n",
        "Host: localhost\r\nTransfer-Encoding:\r\n chunked\r\n",
        "Host: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Host: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n",
        "Host: localhost\r\nContent-Length: +5\r\n",
        "Host: localhost\r\nX-Folded: a\r\n b\r\n",
        "",
        "Host: localhost\r\nHost: localhost\r\n"
    );
    CAPTURE(head);

    const auto answer = exchange_raw(
        server.port(), "POST /upload?collection_name=c HTTP/1.1\r\n" + head + "\r\n" + smuggled
    );

    CHECK(status_of(answer) == 400);
    CHECK(count(answer, "HTTP/1.1 ") == 1);
    CHECK(get(server.port(), "/healthz").status == 200);
}

TEST_CASE("chunked in HTTP/1.0 is refused", "[e2e][guard]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};

    const auto answer = exchange_raw(
        server.port(),
        "POST /upload?collection_name=c HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: "
        "chunked\r\n\r\n0\r\n\r\n"
    );

    CHECK(status_of(answer) == 400);
}

TEST_CASE("a trailer without end costs its connection and nobody else", "[e2e][guard]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};

    const std::string long_value(100'000, 't');
    const auto answer = exchange_raw(
        server.port(),
        "POST /upload?collection_name=c HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: "
        "chunked\r\n\r\n"
        "1\r\nx\r\n0\r\nX-Long: " +
            long_value + "\r\n\r\n"
    );

    CHECK(status_of(answer) / 100 == 4);
    CHECK(get(server.port(), "/healthz").status == 200);
    CHECK(get(server.port(), "/uploads").parsed().at("uploads").empty());
}

TEST_CASE("the page comes with a strict policy", "[e2e][guard]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};

    const auto page = get(server.port(), "/");

    CHECK(page.status == 200);
    CHECK(page.headers.at("content-type").starts_with("text/html"));
    CHECK(
        page.headers.at("content-security-policy").find("default-src 'none'") != std::string::npos
    );
    CHECK(page.headers.at("content-security-policy").find("unsafe") == std::string::npos);
    CHECK(page.headers.at("x-content-type-options") == "nosniff");
}
