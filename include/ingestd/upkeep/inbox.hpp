// What has happened after which bytes may be needed no longer: left by those who do it, taken by
// Upkeep.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/id.hpp>

namespace ingestd::upkeep {

struct UploadEnded {
    UploadId upload;
};
struct DocumentRemoved {
    std::string collection;
    std::string key;
};
struct CollectionRemoved {
    std::string collection;
};
using Occurrence = std::variant<UploadEnded, DocumentRemoved, CollectionRemoved>;

// Bounded: past `waiting_max` an occurrence is not kept, since the regular sweep finds what it
// would have told.
//   thread  any; leaving does not wait
class Inbox {
public:
    static constexpr std::size_t waiting_max = 100'000;  // a few hundred bytes each

    void leave(Occurrence occurrence) {
        {
            const std::lock_guard lock{mutex_};
            if (waiting_.size() == waiting_max) return;
            waiting_.push_back(std::move(occurrence));
        }
        left_.notify_one();
    }

    // The oldest; nullopt at `until`, or when it is asked to stop.
    std::optional<Occurrence> take(Deadline until, const std::stop_token& stopping) {
        std::unique_lock lock{mutex_};
        left_.wait_until(lock, stopping, until, [this] { return !waiting_.empty(); });
        if (waiting_.empty() || stopping.stop_requested()) return std::nullopt;
        auto oldest = std::move(waiting_.front());
        waiting_.pop_front();
        return oldest;
    }

private:
    std::mutex mutex_;
    std::condition_variable_any left_;
    std::deque<Occurrence> waiting_;  // guarded by mutex_
};

}  // namespace ingestd::upkeep
