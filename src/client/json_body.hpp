// The whole of a JSON text as the body of a request.
#pragma once

#include <string>
#include <utility>

#include <ingestd/client/http_client.hpp>

namespace ingestd::client {

inline OutgoingBody json_body(std::string text) {
    OutgoingBody body;
    body.content_type = "application/json";
    body.bytes = text.size();
    body.next = [text = std::move(text), is_given = false]() mutable -> Result<std::string_view> {
        return std::exchange(is_given, true) ? std::string_view{} : std::string_view{text};
    };
    return body;
}

}  // namespace ingestd::client
