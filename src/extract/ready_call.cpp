#include "ready_call.hpp"

#include <algorithm>
#include <utility>

namespace ingestd::extract {

std::uint64_t ReadyCall::arm(std::function<void()> ready) {
    const std::lock_guard lock{mutex_};
    ready_ = std::move(ready);
    return ++ticket_;
}

void ReadyCall::call(std::uint64_t ticket) {
    std::function<void()> ready;
    {
        const std::lock_guard lock{mutex_};
        if (ticket != ticket_ || !ready_) return;
        ready = std::exchange(ready_, nullptr);
        callers_.push_back(std::this_thread::get_id());
    }
    ready();
    const std::lock_guard lock{mutex_};
    callers_.erase(std::find(callers_.begin(), callers_.end(), std::this_thread::get_id()));
    is_done_.notify_all();
}

void ReadyCall::disarm() {
    std::unique_lock lock{mutex_};
    ready_ = nullptr;
    ++ticket_;
    // The callback itself may destroy what holds us: it need not wait for itself.
    is_done_.wait(lock, [this] {
        return std::all_of(callers_.begin(), callers_.end(), [](std::thread::id caller) {
            return caller == std::this_thread::get_id();
        });
    });
}

}  // namespace ingestd::extract
