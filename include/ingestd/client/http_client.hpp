// One request to a server and its answer, over a connection of its own.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>
#include <ingestd/client/server_address.hpp>

namespace ingestd::client {

//   next  the next bytes, valid until the next call; empty at the end. May read from disk: this is
//   a
//         command that does one thing, whose io_context nobody else waits for
struct OutgoingBody {
    std::string content_type;
    std::uint64_t bytes = 0;
    std::function<Result<std::string_view>()> next;
};

//   target           path and query, below the server's prefix
//   idempotency_key  a name for the request, a token; empty: none is sent
struct HttpRequest {
    std::string method = "GET";
    std::string target;
    std::optional<OutgoingBody> body;
    std::string idempotency_key{};
};

struct HttpAnswer {
    unsigned status = 0;
    std::string reason;
    std::string content_type;
    std::optional<std::chrono::seconds> retry_after;
    std::string body;
};

// Connects, sends, reads. An answer that comes before the body was sent ends the sending.
//   silence_max  without a byte in either direction; there is no limit on the whole
//   errors       Errc::{unreachable, answer_lost, silent, bad_answer}; what `next` gave
boost::asio::awaitable<Result<HttpAnswer>> exchange(
    const ServerAddress& server, HttpRequest request, std::chrono::milliseconds silence_max
);

// What the server said against it, from problem+json (RFC 9457) or, without one, from the status:
// one sentence, and a line for each bad field. Harmless.
std::string describe_refusal(const HttpAnswer& answer);

}  // namespace ingestd::client
