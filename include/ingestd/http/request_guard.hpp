// What is refused by its head alone, before any handler and before a byte of the body is read:
// requests that could be read in two ways (request smuggling) and those that another page's
// script may have sent (DNS rebinding, cross-site requests).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <ingestd/http/request_head.hpp>
#include <ingestd/http/settings.hpp>

namespace ingestd::http {

// An answer that ends the connection.
struct Refusal {
    unsigned status = 400;
    std::string_view title;
    std::string detail;
};

// How long the body is, by RFC 9112 section 6.
struct BodyFraming {
    bool is_chunked = false;
    std::uint64_t length = 0;  // when not chunked
};

// Who a browser says its page is from.
enum class Origin { none, ours, allowed, foreign };

// Pure.
//   400  Host missing (HTTP/1.1), twice, or malformed; obs-fold; a Transfer-Encoding that is not
//   one
//        `chunked` in HTTP/1.1, or beside a Content-Length; a Content-Length that is not one plain
//        number; a target that is neither a path nor an http URL of the same host
//   403  a Host this server does not answer for (names --allow-host); a foreign Origin on a
//        WebSocket or on a method that changes something (names --allow-origin)
//   417  an Expect that is not 100-continue
//   501  CONNECT and TRACE
std::optional<Refusal> guard(const RequestHead& head, const Settings& settings);

// REQUIRES: guard() refused nothing.
BodyFraming framing_of(const RequestHead& head);

// Where the page that sent it comes from: ours has the scheme, host and port that Host names.
Origin origin_of(const RequestHead& head, const Settings& settings);

// Whether the head asks for a WebSocket (RFC 6455 section 4.2.1), however badly.
bool asks_for_web_socket(const RequestHead& head);

// What is wrong with a request for a WebSocket: 400, or 426 for another version than 13 and for a
// request that does not ask to upgrade.
std::optional<Refusal> guard_web_socket(const RequestHead& head);

// The path and query of a target in either form.
std::string_view origin_form(std::string_view target);

}  // namespace ingestd::http
