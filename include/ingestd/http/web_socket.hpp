// One upgraded connection, Beast's templates hidden behind it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>
#include <ingestd/progress/progress_tracker.hpp>

namespace ingestd::http {

// RFC 6455 section 7.4 and the wire contract.
enum class CloseCode : std::uint16_t {
    normal = 1000,
    going_away = 1001,
    internal_error = 1011,
    service_restart = 1012,
    bad_request = 4400,  // a query parameter is wrong
    unknown_upload = 4404
};

//   thread  the connection's strand; one write and one read at a time
class WebSocket {
public:
    class Impl;
    explicit WebSocket(std::unique_ptr<Impl> impl);
    WebSocket(WebSocket&&) noexcept;
    ~WebSocket();

    // Each as a text message, all of them in as few sends as the socket takes.
    //   deliveries  the caller's, until it has written them
    boost::asio::awaitable<Result<void>> write(std::span<const progress::Delivery> deliveries);
    boost::asio::awaitable<void> close(CloseCode code);

    // Calls `tell` once when the peer has closed, broken the protocol, or was silent for 300 s; at
    // once where that has happened, never after this died. What it sends until then is read and
    // dropped, its pings are answered, and ours sent every 20 s, whatever the handler waits for.
    void on_end(std::function<void()> tell);

    // Waits for that, and gives the reason.
    boost::asio::awaitable<Error> drain();

private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace ingestd::http
