#include <algorithm>
#include <cassert>
#include <utility>

#include <ingestd/http/errc.hpp>
#include <ingestd/http/tcp_stream.hpp>

namespace ingestd::http {
namespace asio = boost::asio;
using namespace std::chrono_literals;
namespace {

constexpr std::size_t write_slice_bytes = 256_KiB;  // what must move within one stall_max
constexpr auto linger_max = 2s;  // a peer that has read its answer hangs up sooner

Error timed_out() {
    return {make_error_code(Errc::timed_out), {}};
}

}  // namespace

// The timer outlives a TcpStream that ends in mid-wait. `wait` tells its handlers apart: one that
// was already queued when its operation ended must not end the next.
struct TcpStream::Watch {
    explicit Watch(asio::any_io_executor executor) : timer{std::move(executor)} {}

    asio::steady_timer timer;
    asio::ip::tcp::socket* socket = nullptr;  // null: the stream is gone
    std::uint64_t wait = 0;
    bool has_passed = false;
};

TcpStream::TcpStream(asio::ip::tcp::socket socket)
    : socket_{std::move(socket)}, watch_{std::make_shared<Watch>(socket_.get_executor())} {
    watch_->socket = &socket_;
}

TcpStream::~TcpStream() {
    watch_->socket = nullptr;
    watch_->timer.cancel();
}

std::span<const std::byte> TcpStream::buffered() const {
    return std::span{buffer_}.subspan(begin_, end_ - begin_);
}

void TcpStream::consume(std::size_t bytes) {
    assert(bytes <= end_ - begin_);
    begin_ += bytes;
    if (begin_ == end_) begin_ = end_ = 0;
}

asio::awaitable<Result<std::size_t>> TcpStream::fill(std::size_t capacity, Deadline deadline) {
    assert(end_ - begin_ < capacity);
    if (begin_ > 0) {
        std::copy(
            buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
            buffer_.begin() + static_cast<std::ptrdiff_t>(end_),
            buffer_.begin()
        );
        end_ -= std::exchange(begin_, 0);
    }
    if (buffer_.size() < capacity) buffer_.resize(capacity);
    arm(deadline);
    const auto [ec, bytes] = co_await socket_.async_read_some(
        asio::buffer(buffer_.data() + end_, capacity - end_), as_result
    );
    const bool has_passed = disarm();
    end_ += bytes;
    if (ec == asio::error::eof) co_return std::size_t{0};
    if (ec && has_passed) co_return timed_out();
    if (ec) co_return Error{ec, {}};
    co_return bytes;
}

asio::awaitable<Result<void>> TcpStream::write(
    std::string_view bytes, SteadyClock::duration stall_max
) {
    while (!bytes.empty()) {
        const auto slice = bytes.substr(0, write_slice_bytes);
        arm(SteadyClock::now() + stall_max);
        const auto [ec, sent] =
            co_await socket_.async_write_some(asio::buffer(slice.data(), slice.size()), as_result);
        const bool has_passed = disarm();
        if (ec && has_passed) co_return timed_out();
        if (ec) co_return Error{ec, {}};
        bytes.remove_prefix(sent);
    }
    co_return Result<void>{};
}

void TcpStream::shrink() {
    if (begin_ == end_ && buffer_.size() > first_buffer_bytes) buffer_ = {};
}

asio::awaitable<void> TcpStream::linger() {
    boost::system::error_code ignored;  // the peer may be gone already
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    const Deadline deadline = SteadyClock::now() + linger_max;
    for (;;) {
        consume(buffered().size());
        const auto bytes = co_await fill(body_buffer_bytes, deadline);
        if (!bytes || *bytes == 0 || SteadyClock::now() >= deadline) break;
    }
    close();
}

void TcpStream::cancel() {
    boost::system::error_code ignored;  // only a closed socket refuses
    socket_.cancel(ignored);
}

void TcpStream::close() {
    boost::system::error_code ignored;  // the descriptor is gone either way
    socket_.close(ignored);
}

asio::ip::tcp::socket TcpStream::release(std::vector<std::byte>& rest) {
    const auto left = buffered();
    rest.assign(left.begin(), left.end());
    buffer_ = {};
    begin_ = end_ = 0;
    return std::move(socket_);
}

void TcpStream::arm(Deadline deadline) {
    watch_->has_passed = false;
    watch_->timer.expires_at(deadline);
    watch_->timer.async_wait([watch = watch_, wait = ++watch_->wait](boost::system::error_code ec) {
        if (ec || wait != watch->wait || watch->socket == nullptr) return;
        watch->has_passed = true;
        boost::system::error_code ignored;  // only a closed socket refuses
        watch->socket->cancel(ignored);
    });
}

bool TcpStream::disarm() {
    ++watch_->wait;
    watch_->timer.cancel();
    return watch_->has_passed;
}

}  // namespace ingestd::http
