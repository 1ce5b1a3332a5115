// The helpers that are running, and who waits for one. Private to the room.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>

#include "helper_process.hpp"
#include "ready_call.hpp"

namespace ingestd::extract {

// At most max_helpers at once. Who comes when all are busy waits in order; a helper that comes back
// goes to who waits longest.
//   thread  any
class HelperPool {
public:
    // A document's place in the queue.
    struct Place {
        ReadyCall ready;
        std::uint64_t ticket = 0;  // the pool's lock guards these three
        bool is_waiting = false;
        bool is_granted = false;
    };

    HelperPool(Settings settings, HelperTask task) : settings_{std::move(settings)}, task_{task} {}
    ~HelperPool();

    // A helper; null: all are busy, and `place` is in the queue now.
    //   errors  of starting one
    Result<std::unique_ptr<HelperProcess>> take(const std::shared_ptr<Place>& place);

    // One in place of a taken one that turned out to be gone.
    Result<std::unique_ptr<HelperProcess>> replace();

    // Calls `ready` when it is the place's turn, perhaps at once. REQUIRES: take() gave null.
    void wait(const std::shared_ptr<Place>& place, std::function<void()> ready);

    void leave(const std::shared_ptr<Place>& place);        // gives up waiting
    void give_back(std::unique_ptr<HelperProcess> helper);  // waits for an order
    void lose();                                            // a taken one has been ended

    const Settings& settings() const { return settings_; }

private:
    Result<std::unique_ptr<HelperProcess>> start();

    // Whose turn it is, with the ticket its callback is armed with.
    struct Turn {
        std::shared_ptr<Place> place;
        std::uint64_t ticket = 0;
    };

    Turn free_seat();  // REQUIRES: the lock is held
    static void tell(const Turn& turn);

    const Settings settings_;
    const HelperTask task_;
    std::mutex mutex_;
    std::size_t seats_taken_ = 0;  // helpers in use, and those granted to who waited
    std::vector<std::unique_ptr<HelperProcess>> idle_;
    std::deque<std::shared_ptr<Place>> queue_;
    // A helper dies with the thread that started it (PR_SET_PDEATHSIG), so one thread starts them
    // all and lives as long as they do.
    boost::asio::thread_pool starter_{1};
};

}  // namespace ingestd::extract
