// The body of one request as it comes off its connection.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <boost/asio.hpp>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/http/chunked_decoder.hpp>
#include <ingestd/http/request.hpp>
#include <ingestd/http/request_guard.hpp>
#include <ingestd/http/settings.hpp>
#include <ingestd/http/tcp_stream.hpp>

namespace ingestd::http {

//   memory  body_buffer_bytes, however long the body
//   thread  the connection's strand
class RequestBody final : public BodyStream {
public:
    // `expects_continue`: the peer sends nothing before it was told 100 Continue, or waited long.
    RequestBody(
        TcpStream& stream, const Settings& settings, BodyFraming framing, bool expects_continue
    );

    boost::asio::awaitable<Result<std::span<const std::byte>>> next() override;

    // Why it cannot be read, from the beginning when its Content-Length is past body_bytes_max.
    const std::optional<Error>& failure() const { return failure_; }

    // After the handler: uses up what has come in of the rest, and tells whether that was all, so
    // that the next request may follow.
    bool skip_buffered();

    // Whether so little is left that it is worth reading on for the next request's sake; then doing
    // so.
    bool is_worth_draining() const;
    boost::asio::awaitable<bool> drain();

private:
    bool is_at_end() const;
    Result<std::span<const std::byte>> take_buffered();
    boost::asio::awaitable<Result<void>> read_more();
    Deadline read_deadline() const;
    Error fail(Error error);

    TcpStream& stream_;
    const Settings& settings_;
    bool is_chunked_;
    bool expects_continue_;
    std::uint64_t remaining_;  // unless chunked
    ChunkedDecoder decoder_;
    std::size_t held_ = 0;     // what next() gave last: used up when the next call comes
    std::uint64_t given_ = 0;  // of the body, framing removed
    std::uint64_t received_ = 0;
    SteadyClock::duration
        waited_{};  // for the peer alone: our own disk's slowness is not its fault
    std::optional<Error> failure_;
};

}  // namespace ingestd::http
