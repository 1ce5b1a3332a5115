#include "helper_watch.hpp"

#include <utility>

namespace ingestd::extract {

namespace asio = boost::asio;

HelperWatch::HelperWatch(asio::any_io_executor executor, int socket)
    : strand_{asio::make_strand(std::move(executor))},
      descriptor_{strand_, socket},
      stall_timer_{strand_},
      socket_{socket} {}

void HelperWatch::wait(std::function<void()> ready, Deadline stalled_at) {
    has_stalled_ = false;
    const auto ticket = ready_.arm(std::move(ready));
    asio::post(strand_, [self = shared_from_this(), ticket, stalled_at] {
        self->start_waiting(ticket, stalled_at);
    });
}

void HelperWatch::start_waiting(std::uint64_t ticket, Deadline stalled_at) {
    if (!descriptor_.is_open()) return;
    newest_ = ticket;
    descriptor_.cancel();  // an earlier wait is void
    stall_timer_.expires_at(stalled_at);
    stall_timer_.async_wait([self = shared_from_this(), ticket](boost::system::error_code error) {
        if (!error) self->finish_waiting(ticket, true);
    });
    descriptor_.async_wait(
        asio::posix::stream_descriptor::wait_read,
        [self = shared_from_this(), ticket](boost::system::error_code error) {
            if (!error) self->finish_waiting(ticket, false);
        }
    );
}

// An earlier wait may have ended before it could be cancelled: it must not take the newest with it.
void HelperWatch::finish_waiting(std::uint64_t ticket, bool at_deadline) {
    if (ticket != newest_) return;
    stall_timer_.cancel();
    descriptor_.cancel();
    if (at_deadline) has_stalled_ = true;
    ready_.call(ticket);
}

void HelperWatch::close() {
    ready_.disarm();
    asio::post(strand_, [self = shared_from_this()] {
        self->stall_timer_.cancel();
        boost::system::error_code ignored;
        self->descriptor_.close(ignored);
    });
}

}  // namespace ingestd::extract
