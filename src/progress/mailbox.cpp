#include <algorithm>
#include <utility>
#include <variant>

#include <ingestd/progress/mailbox.hpp>

namespace ingestd::progress {

Mailbox::Mailbox(DeliverySlot slot, std::function<void()> wake)
    : wake_{std::move(wake)}, slot_{std::move(slot)} {}

void Mailbox::offer(
    const UploadId& upload,
    std::span<const Delivery> deliveries,
    const std::shared_ptr<void>& until_drained
) {
    bool wakes = false;
    {
        const std::lock_guard lock{mutex_};
        for (const auto& delivery : deliveries) slot_.offer(upload, delivery);
        const bool may_hold = until_drained && !is_behind_ && !slot_.is_rate_limited();
        if (may_hold && !slot_.is_drained()) holds_.push_back(until_drained);
        wakes = wake_up();
    }
    if (wakes) wake_();
}

void Mailbox::forget(const UploadId& upload) {
    const std::lock_guard lock{mutex_};
    slot_.forget(upload);
}

void Mailbox::end() {
    bool wakes = false;
    {
        const std::lock_guard lock{mutex_};
        slot_.end();
        wakes = wake_up();
    }
    if (wakes) wake_();
}

void Mailbox::stop_holding() {
    Holds released;  // destroyed after the lock: whoever learns by it may call us
    const std::lock_guard lock{mutex_};
    if (holds_.empty()) return;
    is_behind_ = true;
    released.swap(holds_);
}

Batch Mailbox::take(Deadline now) {
    Holds released;  // destroyed after the lock
    Batch batch;
    const std::lock_guard lock{mutex_};
    while (batch.deliveries.size() < batch_frames_max) {
        auto action = slot_.next(now);
        auto* send = std::get_if<Send>(&action);
        if (!send) {
            batch.otherwise = std::move(action);
            break;
        }
        batch.deliveries.push_back(std::move(send->delivery));
    }
    const bool is_busy = !batch.deliveries.empty();  // it comes again
    sleep_ = is_busy                                              ? Sleep::awake
             : std::holds_alternative<Idle>(batch.otherwise)      ? Sleep::until_anything
             : std::holds_alternative<WaitUntil>(batch.otherwise) ? Sleep::until_urgent
                                                                  : Sleep::awake;
    if (slot_.is_drained()) {
        is_behind_ = false;
        released.swap(holds_);
    }
    return batch;
}

void Mailbox::abandon() {
    Holds released;
    const std::lock_guard lock{mutex_};
    slot_ = DeliverySlot{DeliverySlot::Watches::one_upload};
    slot_.end();
    sleep_ = Sleep::awake;
    released.swap(holds_);
}

bool Mailbox::wake_up() {
    const bool wakes = sleep_ == Sleep::until_anything
                           ? !slot_.is_drained() || slot_.is_ended()
                           : sleep_ == Sleep::until_urgent && slot_.has_urgent();
    if (wakes) sleep_ = Sleep::awake;
    return wakes;
}

}  // namespace ingestd::progress
