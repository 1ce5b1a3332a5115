// A request as a handler sees it: head parsed and guarded, body still to come.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/id.hpp>
#include <ingestd/base/result.hpp>

namespace ingestd::http {

// The body as it arrives, framing removed.
//   thread  the connection's strand
//   errors  http::Errc::{truncated_body, bad_framing, body_too_large, body_too_slow}; Asio's codes
class BodyStream {
public:
    virtual ~BodyStream() = default;

    // The next bytes, valid until the next call; empty at the end.
    virtual boost::asio::awaitable<Result<std::span<const std::byte>>> next() = 0;

    // All of it.  errors: Errc::body_too_large past `max_bytes`, before more is read
    boost::asio::awaitable<Result<std::string>> read_all(std::size_t max_bytes);
};

struct Request {
    RequestId id;
    std::string method;                                          // upper case
    std::string path;                                            // as it came, without the query
    std::vector<std::string> segments;                           // of the path, percent-decoded
    std::vector<std::pair<std::string, std::string>> query;      // decoded, in order
    std::vector<std::pair<std::string, std::string>> headers;    // names in lower case, in order
    BodyStream* body = nullptr;                                  // null for a WebSocket alone
    std::map<std::string, std::string, std::less<>> parameters;  // what the route's {name}s matched

    std::optional<std::string_view> header(std::string_view lower_case_name) const;
    std::optional<std::string_view> query_value(std::string_view name) const;
    const std::string& parameter(std::string_view name) const;  // REQUIRES: the route has it
};

}  // namespace ingestd::http
