#include <string>

#include <ingestd/http/errc.hpp>
#include <ingestd/http/request_head.hpp>

#include "support/catch.hpp"

namespace ingestd::http {
namespace {

TEST_CASE("another major version is told apart", "[http][guard]") {
    REQUIRE(parse_head("PRI * HTTP/2.0\r\n\r\n").error().code == Errc::bad_version);
}

TEST_CASE(
    "a field larger than the parser can hold is an error, not an exception", "[http][guard]"
) {
    const auto head = parse_head("GET / HTTP/1.1\r\nX: " + std::string(70'000, 'x') + "\r\n\r\n");

    REQUIRE(head.error().code == Errc::head_too_large);
}

TEST_CASE("a head's end is found wherever it was cut", "[http][head]") {
    const std::string raw = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\nbody";
    for (std::size_t from = 0; from <= raw.size() - 5; ++from) {
        REQUIRE(find_head_end(raw, from).value() == raw.size() - 4);
    }
    CHECK(find_head_end("GET / HTTP/1.1\r\nHost: a\r\n").value() == std::nullopt);
    CHECK(find_head_end("GET / HTTP/1.1\nHost: a\n\n").error().code == Errc::bad_head);
}

TEST_CASE("a head's fields come in order, in lower case, trimmed", "[http][head]") {
    const auto head =
        parse_head("POST /a?b HTTP/1.0\r\nHost:  x \r\nAccept: A, b\r\naccept: c\r\n\r\n").value();

    CHECK(head.method == "POST");
    CHECK(head.target == "/a?b");
    CHECK(head.version == 10);
    CHECK(head.header("host") == "x");
    CHECK(head.count("accept") == 2);
    CHECK(head.lists("accept", "a"));
    CHECK(head.lists("accept", "c"));
    CHECK_FALSE(head.lists("accept", "d"));
    CHECK_FALSE(head.has_folds);
}

}  // namespace
}  // namespace ingestd::http
