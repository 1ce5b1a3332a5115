// Where a server is: http://HOST[:PORT][/PREFIX].
#pragma once

#include <string>
#include <string_view>

#include <ingestd/base/result.hpp>

namespace ingestd::client {

// Where a client command asks when it was told nothing else.
inline constexpr std::string_view default_server = "http://127.0.0.1:8080";

//   host    a name or an address; an IPv6 one without its brackets
//   prefix  of every path, for a server behind a proxy: "" or "/docs", without a slash at the end
struct ServerAddress {
    std::string host;
    std::string port = "80";
    std::string prefix;

    std::string url() const;
    std::string host_header() const;  // with the port, unless it is 80

    friend bool operator==(const ServerAddress&, const ServerAddress&) = default;
};

// Pure.
//   errors  Errc::bad_address: not http (https belongs to a proxy), a user name, a query …
Result<ServerAddress> parse_server_address(std::string_view url);

// A piece of a path or a query value, percent-encoded: all but RFC 3986's unreserved characters.
std::string percent_encode(std::string_view piece);

}  // namespace ingestd::client
