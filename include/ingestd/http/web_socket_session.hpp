// One WebSocket from the handshake to the end of its connection; the handler's WebSocket is its
// face.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/id.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/http/request_head.hpp>
#include <ingestd/http/settings.hpp>
#include <ingestd/http/web_socket.hpp>

namespace ingestd::http {

// Reading never depends on what the handler waits for: pings are answered and the end is noticed
// from accept() to finish(), and a handler that is cancelled leaves no half-read frame.
//   thread  the connection's strand
//   owns    the socket; REQUIRES: after an accept() that succeeded, finish() has been waited for
class WebSocketSession {
public:
    // `early`: bytes that were read behind the request's head.
    WebSocketSession(
        boost::asio::ip::tcp::socket socket, std::vector<std::byte> early, const Settings& settings
    );
    ~WebSocketSession();

    // Answers 101 and begins to read.  REQUIRES: guard_web_socket() refused nothing
    boost::asio::awaitable<Result<void>> accept(const RequestHead& head, const RequestId& id);

    WebSocket socket();

    // Sends a close frame as soon as no write is in flight. Ends the connection a bounded time
    // later, whether or not the peer has answered, or reads at all.
    void begin_close(CloseCode code);
    void abort();

    // Until nothing of it runs any more; begins to close if nobody has.
    boost::asio::awaitable<void> finish();

    class Core;

private:
    std::shared_ptr<Core> core_;
};

}  // namespace ingestd::http
