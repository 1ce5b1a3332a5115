// Where the tracker's strand leaves frames and one reader takes them.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include <ingestd/progress/delivery_slot.hpp>

namespace ingestd::progress {

// What a reader takes at once.
//   deliveries  oldest first, what may be sent now: at most batch_frames_max of them
//   otherwise   what to do where that is nothing: Idle, WaitUntil or Close
struct Batch {
    std::vector<Delivery> deliveries;
    Action otherwise = Idle{};
};

// A send of so many frames costs little more than one of a single frame.
inline constexpr std::size_t batch_frames_max = 64;

// A DeliverySlot between two threads. The lock is the one in this room: a message to the reader's
// executor for each frame of each watcher would cost more than all the rest, and a reader that is
// busy sending needs no waking.
//   thread  offer, forget, end, stop_holding: the tracker's strand; take, abandon: the reader
class Mailbox {
public:
    //   wake  called without the lock, at most once after each take() that had nothing to send
    Mailbox(DeliverySlot slot, std::function<void()> wake);

    // Puts `deliveries` into the slot.
    //   until_drained  kept until the reader has taken all that waits: who made it learns by its
    //                  destructor that all readers have. Not kept for a reader that has been too
    //                  slow before and has not caught up, nor for one with a `max_rate`
    void offer(
        const UploadId& upload,
        std::span<const Delivery> deliveries,
        const std::shared_ptr<void>& until_drained
    );
    void forget(const UploadId& upload);
    void end();

    // The reader is too slow: lets go of what is kept for it, and keeps nothing until it has caught
    // up.
    void stop_holding();

    // DeliverySlot::next, again and again. Where it gives nothing, `wake` is called as soon as the
    // answer is another.
    Batch take(Deadline now);

    // The reader has gone: nothing is kept for it any more.
    void abandon();

private:
    enum class Sleep { awake, until_anything, until_urgent };
    using Holds = std::vector<std::shared_ptr<void>>;

    bool wake_up();  // under the lock; whether `wake` is to be called

    std::function<void()> wake_;
    std::mutex mutex_;
    // guarded by mutex_
    DeliverySlot slot_;
    Sleep sleep_ = Sleep::awake;
    bool is_behind_ = false;
    Holds holds_;
};

}  // namespace ingestd::progress
