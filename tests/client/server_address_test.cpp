#include <ingestd/client/errc.hpp>
#include <ingestd/client/server_address.hpp>

#include "support/catch.hpp"

namespace ingestd::client {
namespace {

TEST_CASE("a server's address is a host, a port and a prefix", "[server address]") {
    const auto [url, address, host_header] =
        GENERATE(table<std::string, ServerAddress, std::string>({
            {"http://localhost", {"localhost", "80", ""}, "localhost"},
            {"http://127.0.0.1:8080", {"127.0.0.1", "8080", ""}, "127.0.0.1:8080"},
            {"http://127.0.0.1:8080/", {"127.0.0.1", "8080", ""}, "127.0.0.1:8080"},
            {"http://docs.example.org/a/b/",
             {"docs.example.org", "80", "/a/b"},
             "docs.example.org"},
            {"http://[::1]:9000/x", {"::1", "9000", "/x"}, "[::1]:9000"},
        }));
    const auto parsed = parse_server_address(url);
    REQUIRE(parsed.has_value());
    CHECK(parsed->host == address.host);
    CHECK(parsed->port == address.port);
    CHECK(parsed->prefix == address.prefix);
    CHECK(parsed->host_header() == host_header);
    CHECK(parse_server_address(parsed->url()).value() == *parsed);
}

TEST_CASE("what is no address of a server is told with the reason", "[server address]") {
    const auto [url, reason] = GENERATE(table<std::string, std::string>({
        {"localhost:8080", "it must begin with http://"},
        {"https://localhost", "https is not spoken"},
        {"http://", "the host is missing"},
        {"http://:80", "the host is missing"},
        {"http://a:0", "the port is no number from 1 to 65535"},
        {"http://a:65536", "the port is no number from 1 to 65535"},
        {"http://a:", "the port is no number from 1 to 65535"},
        {"http://a:8x", "the port is no number from 1 to 65535"},
        {"http://a?b=c", "a query does not belong there"},
        {"http://me:secret@a", "a user name does not belong there"},
        {"http://[::1", "the bracket of the IPv6 address is not closed"},
        {"http://[docs]", "what stands in brackets is no IPv6 address"},
        {"http://a b", "it holds blanks"},
        {"http://a/\r\nX: y", "it holds blanks"},
        {"http://a*b", "the host is no name"},
    }));
    const auto parsed = parse_server_address(url);
    REQUIRE(parsed.has_error());
    CHECK(parsed.error().code == Errc::bad_address);
    CHECK_THAT(parsed.error().detail, Catch::Contains(reason));
}

TEST_CASE("a piece of a path keeps nothing that has a meaning in it", "[server address]") {
    CHECK(percent_encode("a-Z_0.~") == "a-Z_0.~");
    CHECK(percent_encode("a/b ?#%\xC3\xBC") == "a%2Fb%20%3F%23%25%C3%BC");
}

}  // namespace
}  // namespace ingestd::client
