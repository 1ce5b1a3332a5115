// The bytes of an answer's head.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ingestd/http/request.hpp>
#include <ingestd/http/request_guard.hpp>
#include <ingestd/http/request_head.hpp>
#include <ingestd/http/response.hpp>
#include <ingestd/http/settings.hpp>

namespace ingestd::http {

std::string_view reason_phrase(unsigned status);  // "" for one that is not known

// How the body that follows is framed.
//   length      its Content-Length; nullopt with is_chunked false: until the connection ends
//   keep_alive  what the Connection field says
struct AnswerFraming {
    std::optional<std::uint64_t> length;
    bool is_chunked = false;
    bool keep_alive = true;
};

// Status line and fields: the answer's own, framing, X-Request-Id, Date, and the security headers
// (nosniff, no referrer, no framing, same-origin resource policy; `no-store` unless it sets
// Cache-Control itself). A CR, LF or NUL in a value is sent as a blank.
std::string format_head(
    const Response& response,
    const RequestId& id,
    const AnswerFraming& framing,
    bool is_cross_origin
);

// What lets an allowed origin's page read the answer; adds nothing for every other.
void add_cors(Response& response, const RequestHead& head, const Settings& settings);

// The answer to OPTIONS: 204 with Allow, and for an allowed origin what its preflight asks for.
Response make_options_answer(
    const RequestHead& head, const Settings& settings, const std::vector<std::string>& methods
);

std::string join_methods(const std::vector<std::string>& methods);  // "GET, HEAD"

}  // namespace ingestd::http
