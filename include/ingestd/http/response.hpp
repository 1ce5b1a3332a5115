// What a handler answers.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>

namespace ingestd::http {

// The body of an answer that is made while it is sent, each write at once: in HTTP/1.1 chunks where
// its length is not known before.
//   thread  the connection's strand
class ResponseStream {
public:
    virtual ~ResponseStream() = default;
    virtual boost::asio::awaitable<Result<void>> write(std::string_view bytes) = 0;
};

//   body    sent with its Content-Length, unless `stream` is set
//   stream  writes the body; when it fails the connection is closed in mid-body
//   stream_bytes  how many it will write, where that is known before
// Every answer gets X-Request-Id, and the page's and API's security headers, from the connection.
struct Response {
    unsigned status = 200;
    std::string content_type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::function<boost::asio::awaitable<Result<void>>(ResponseStream&)> stream;
    std::optional<std::uint64_t> stream_bytes{};
};

}  // namespace ingestd::http
