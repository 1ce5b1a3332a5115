#include <ingestd/client/errc.hpp>
#include <ingestd/client/http_client.hpp>

#include "scripted_server.hpp"
#include "support/catch.hpp"

namespace ingestd::client {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto patience = 60s;  // no test waits for it to pass

void answer(ScriptedServer::Socket& socket, std::string_view text) {
    asio::write(socket, asio::buffer(text.data(), text.size()));
}

// A body in pieces of 64 KiB.
OutgoingBody body_of(std::uint64_t bytes, std::string& piece) {
    piece.assign(64 * 1024, 'x');
    OutgoingBody body{"text/plain", bytes, {}};
    body.next = [left = bytes, &piece]() mutable -> Result<std::string_view> {
        const auto count = std::min<std::uint64_t>(left, piece.size());
        left -= count;
        return std::string_view{piece}.substr(0, static_cast<std::size_t>(count));
    };
    return body;
}

TEST_CASE(
    "a request names its server, path and length, and its answer comes back", "[http client]"
) {
    std::string head;
    std::string content;
    ScriptedServer server{{[&](auto& socket) {
        head = read_head(socket, content);
        content.resize(content.size());
        while (content.size() < 200'000) {
            std::array<char, 4096> piece;
            content.append(piece.data(), socket.read_some(asio::buffer(piece)));
        }
        answer(
            socket,
            "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nRetry-After: 7\r\n"
            "Content-Length: 2\r\n\r\n{}"
        );
    }}};
    std::string piece;
    HttpRequest request{"POST", "/upload?a=b", body_of(200'000, piece)};

    const auto got = run_to_end(exchange(server.address("/docs"), std::move(request), patience));

    REQUIRE(got.has_value());
    CHECK(got->status == 202);
    CHECK(got->content_type == "application/json");
    CHECK(got->retry_after == 7s);
    CHECK(got->body == "{}");
    CHECK_THAT(head, Catch::StartsWith("POST /docs/upload?a=b HTTP/1.1\r\n"));
    CHECK_THAT(head, Catch::Contains("Host: " + server.address().host_header() + "\r\n"));
    CHECK_THAT(head, Catch::Contains("Content-Length: 200000\r\n"));
    CHECK_THAT(head, Catch::Contains("Content-Type: text/plain\r\n"));
    CHECK((content == std::string(200'000, 'x')));
}

TEST_CASE("an answer that comes before the body was sent ends the sending", "[http client]") {
    ScriptedServer server{{[](auto& socket) {
        std::string behind;
        read_head(socket, behind);
        answer(socket, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
        // The rest of a body of 1 EiB is not waited for: the client goes first.
        std::array<char, 65'536> piece;
        while (true) socket.read_some(asio::buffer(piece));
    }}};
    std::string piece;
    HttpRequest request{"POST", "/upload", body_of(std::uint64_t{1} << 60, piece)};

    const auto got = run_to_end(exchange(server.address(), std::move(request), patience));

    REQUIRE(got.has_value());
    CHECK(got->status == 413);
}

TEST_CASE("what a 1xx announces is waited for", "[http client]") {
    ScriptedServer server{{[](auto& socket) {
        std::string behind;
        read_head(socket, behind);
        answer(socket, "HTTP/1.1 102 Processing\r\n\r\n");
        answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }}};
    const auto got = run_to_end(exchange(server.address(), {"GET", "/", {}}, patience));
    REQUIRE(got.has_value());
    CHECK(got->status == 200);
    CHECK(got->body == "ok");
}

TEST_CASE("a body that cannot be read ends the exchange with its own error", "[http client]") {
    ScriptedServer server{{[](auto& socket) {
        std::array<char, 65'536> piece;
        while (true) socket.read_some(asio::buffer(piece));
    }}};
    OutgoingBody body{
        "text/plain", 10, [] {
            return Result<std::string_view>{Error{Errc::file_changed, "a.txt became shorter"}};
        }};
    const auto got = run_to_end(exchange(server.address(), {"POST", "/upload", body}, patience));
    REQUIRE(got.has_error());
    CHECK(got.error().code == Errc::file_changed);
}

TEST_CASE("a server that says nothing is given up", "[http client]") {
    ScriptedServer server{{[](auto& socket) {
        std::array<char, 65'536> piece;
        while (true) socket.read_some(asio::buffer(piece));
    }}};
    const auto got = run_to_end(exchange(server.address(), {"GET", "/", {}}, 20ms));
    REQUIRE(got.has_error());
    CHECK(got.error().code == Errc::silent);
}

TEST_CASE("what is not ours, or goes away, is told as what it is", "[http client]") {
    const auto [text, code] = GENERATE(table<std::string, Errc>({
        {"", Errc::answer_lost},
        {"SSH-2.0-OpenSSH_9.2\r\n", Errc::bad_answer},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", Errc::bad_answer},
    }));
    CAPTURE(text);
    ScriptedServer server{{[&text = text](auto& socket) {
        std::string behind;
        read_head(socket, behind);
        answer(socket, text);
    }}};
    const auto got = run_to_end(exchange(server.address(), {"GET", "/", {}}, patience));
    REQUIRE(got.has_error());
    CHECK(got.error().code == code);
}

TEST_CASE("a server that is not there is told with what would help", "[http client]") {
    ServerAddress nobody;
    {
        const ScriptedServer server{{}};
        nobody = server.address();
    }
    const auto got = run_to_end(exchange(nobody, {"GET", "/", {}}, patience));
    REQUIRE(got.has_error());
    CHECK(got.error().code == Errc::unreachable);
    CHECK_THAT(got.error().detail, Catch::Contains(nobody.url()) && Catch::Contains("--server"));
}

TEST_CASE("a refusal is told with its detail and each bad field", "[http client]") {
    HttpAnswer answer;
    answer.status = 422;
    answer.reason = "Unprocessable Content";
    answer.body = R"({"title":"Bad fields","detail":"2 fields are wrong\u001b[2J","errors":[
        {"pointer":"/collection_name","detail":"is missing"},{"pointer":"","detail":"is empty"},7]})";
    CHECK(
        describe_refusal(answer) ==
        "the server refused: 422 Bad fields: 2 fields are wrong�[2J\n"
        "  /collection_name: is missing\n  the request: is empty\n  the request: "
    );
    answer.body = "<html>proxy</html>";
    CHECK(describe_refusal(answer) == "the server refused: 422 Unprocessable Content");
}

}  // namespace
}  // namespace ingestd::client
