#include <algorithm>
#include <cassert>
#include <memory>
#include <optional>
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

// One wait serves many operations: it is begun anew only for a deadline that comes sooner, and
// looks at the deadline again when it is over. Most operations end long before theirs, and a timer
// set and cancelled for each was a tenth of what a small request costs. Outlives a TcpStream that
// ends in mid-wait.
struct TcpStream::Watch : std::enable_shared_from_this<Watch> {
    Watch(asio::any_io_executor executor, asio::ip::tcp::socket& socket)
        : timer_{std::move(executor)}, socket_{&socket} {}

    void arm(Deadline until) {
        has_passed_ = false;
        deadline_ = until;
        if (!waits_until_ || until < *waits_until_) wait(until);
    }
    bool disarm() {
        deadline_.reset();
        return has_passed_;
    }
    void end() {
        socket_ = nullptr;
        timer_.cancel();
    }

private:
    void wait(Deadline until) {
        waits_until_ = until;
        timer_.expires_at(until);
        timer_.async_wait([watch = shared_from_this(),
                           number = ++waits_](boost::system::error_code cancelled) {
            // A wait that was over already when another took its place is nobody's any more.
            if (cancelled || number != watch->waits_ || watch->socket_ == nullptr) return;
            watch->look();
        });
    }
    void look() {
        waits_until_.reset();
        if (!deadline_) return;
        if (SteadyClock::now() < *deadline_) {
            wait(*deadline_);
            return;
        }
        has_passed_ = true;
        boost::system::error_code ignored;  // only a closed socket refuses
        socket_->cancel(ignored);
    }

    asio::steady_timer timer_;
    asio::ip::tcp::socket* socket_;        // null: the stream is gone
    std::optional<Deadline> deadline_;     // of the operation in work
    std::optional<Deadline> waits_until_;  // never later than it
    std::uint64_t waits_ = 0;
    bool has_passed_ = false;
};

TcpStream::TcpStream(asio::ip::tcp::socket socket)
    : socket_{std::move(socket)},
      watch_{std::make_shared<Watch>(socket_.get_executor(), socket_)} {}

TcpStream::~TcpStream() {
    watch_->end();
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
    watch_->arm(deadline);
    const auto [ec, bytes] = co_await socket_.async_read_some(
        asio::buffer(buffer_.data() + end_, capacity - end_), as_result
    );
    const bool has_passed = watch_->disarm();
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
        watch_->arm(SteadyClock::now() + stall_max);
        const auto [ec, sent] =
            co_await socket_.async_write_some(asio::buffer(slice.data(), slice.size()), as_result);
        const bool has_passed = watch_->disarm();
        if (ec && has_passed) co_return timed_out();
        if (ec) co_return Error{ec, {}};
        bytes.remove_prefix(sent);
    }
    co_return Result<void>{};
}

void TcpStream::shrink() {
    if (begin_ == end_ && buffer_.size() > first_buffer_bytes) give_back_buffer();
}

// `buffer_ = {}` would assign no elements, and keep the memory.
void TcpStream::give_back_buffer() {
    buffer_ = std::vector<std::byte>{};
    begin_ = end_ = 0;
}

asio::awaitable<void> TcpStream::linger() {
    boost::system::error_code ignored;  // the peer may be gone already
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    const Deadline deadline = SteadyClock::now() + linger_max;
    for (;;) {
        consume(buffered().size());
        const auto bytes = co_await fill(first_buffer_bytes, deadline);
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
    give_back_buffer();
    return std::move(socket_);
}

}  // namespace ingestd::http
