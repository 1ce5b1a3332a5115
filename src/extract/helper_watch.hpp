// Waits for a helper to speak, or to be silent for too long. Private to the room.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

#include <boost/asio.hpp>

#include <ingestd/base/clock.hpp>

#include "ready_call.hpp"

namespace ingestd::extract {

// Owns the server's end of the socket pair. Asio's objects are touched on the strand alone.
//   thread  any, one at a time; the callback comes on the executor's
class HelperWatch : public std::enable_shared_from_this<HelperWatch> {
public:
    HelperWatch(boost::asio::any_io_executor executor, int socket);

    int socket() const { return socket_; }

    // Calls `ready` once, when bytes are there or at `stalled_at`. Voids an earlier wait.
    void wait(std::function<void()> ready, Deadline stalled_at);

    // Whether the newest wait() ended at its deadline.
    bool has_stalled() const { return has_stalled_; }

    void close();  // `ready` is not called any more

private:
    void start_waiting(std::uint64_t ticket, Deadline stalled_at);
    void finish_waiting(std::uint64_t ticket, bool at_deadline);

    boost::asio::strand<boost::asio::any_io_executor> strand_;
    boost::asio::posix::stream_descriptor descriptor_;
    boost::asio::steady_timer stall_timer_;
    std::uint64_t newest_ = 0;  // ticket of the wait that counts; the strand's
    int socket_;
    ReadyCall ready_;
    std::atomic<bool> has_stalled_ = false;
};

}  // namespace ingestd::extract
