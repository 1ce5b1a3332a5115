// A callback that is called at most once, and never after disarm() has returned. Private to the
// room.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ingestd::extract {

//   thread  any. Held by shared_ptr by everyone who may call: it must outlive the callback
class ReadyCall {
public:
    // Gives the ticket that call() asks for; earlier ones are void.
    std::uint64_t arm(std::function<void()> ready);

    // Calls what was armed, on this thread. Nothing happens when the ticket is void or was used.
    void call(std::uint64_t ticket);

    // Voids the ticket, and waits out the calls that other threads are in.
    void disarm();

private:
    std::mutex mutex_;
    std::condition_variable is_done_;
    std::function<void()> ready_;
    std::uint64_t ticket_ = 0;
    std::vector<std::thread::id> callers_;  // threads that are in a callback now
};

}  // namespace ingestd::extract
