// Coroutines that run beside their parent, so that its end can cancel them and wait for them.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>

#include <boost/asio.hpp>

#include <ingestd/base/clock.hpp>

namespace ingestd {

//   thread  any, except for its destruction
//   owns    the coroutines that were spawned; REQUIRES: empty when destroyed
class TaskGroup {
public:
    // Told of each exception that ended a coroutine, on that one's executor.
    using OnFailure = std::function<void(std::exception_ptr)>;

    TaskGroup(boost::asio::any_io_executor executor, OnFailure on_failure);
    ~TaskGroup();

    // Starts `task` on `executor`, which must be a strand where the io_context has many threads.
    void spawn(boost::asio::any_io_executor executor, boost::asio::awaitable<void> task);

    // Asks every coroutine to end at once (terminal cancellation), each on its own executor.
    void cancel();

    // Waits until none is left, or the deadline; tells whether none is.
    boost::asio::awaitable<bool> wait_until(Deadline deadline);

    std::size_t size() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace ingestd
