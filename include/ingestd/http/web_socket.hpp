// One upgraded connection, Beast's templates hidden behind it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

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

    boost::asio::awaitable<Result<void>> write(progress::Frame frame);
    boost::asio::awaitable<void> close(CloseCode code);

    // Reads and drops what the peer sends, answers its pings, sends ours every 20 s, and ends with
    // the reason when it closes, breaks the protocol, or was silent for 300 s.
    boost::asio::awaitable<Error> drain();

private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace ingestd::http
