// What can go wrong between a peer and us; http/problem.cpp alone turns it into a status.
#pragma once

#include <string_view>
#include <type_traits>

#include <ingestd/base/errc.hpp>

namespace ingestd::http {

enum class Errc {
    bad_head = 1,         // the head breaks the grammar of HTTP/1.1
    bad_version,          // another major version
    head_too_large,       // past Settings::head_bytes_max
    head_too_slow,        // past Settings::head_timeout
    bad_framing,          // a chunk's size, its end, or the trailers are broken
    truncated_body,       // the peer stopped sending in mid-body
    body_too_large,       // past Settings::body_bytes_max, or what a handler takes
    body_too_slow,        // Settings::body_silence_max or body_rate_min
    bad_multipart,        // a part cannot be read
    truncated_multipart,  // the body ended before the closing boundary
    too_many_documents,   // past Settings::documents_max
    timed_out,            // a deadline that no other code names
    peer_closed,          // a WebSocket's peer said goodbye
    peer_silent,          // Settings::web_socket_silence_max
    stopping,             // the server is ending
};

std::string_view describe(Errc code);
inline boost::system::error_code make_error_code(Errc code) {
    return make_room_code("http", code);
}

}  // namespace ingestd::http

template <>
struct boost::system::is_error_code_enum<ingestd::http::Errc> : std::true_type {};
