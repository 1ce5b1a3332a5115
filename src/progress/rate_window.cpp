#include <algorithm>

#include <ingestd/progress/rate_window.hpp>

namespace ingestd::progress {

void RateWindow::add(std::uint64_t count, Timestamp now) {
    const auto slot = advance(now);
    if (sum_ == 0) first_slot_ = slot;  // work begins, or begins again after a long wait
    slots_[static_cast<std::size_t>(slot) % slot_count] += count;
    sum_ += count;
}

double RateWindow::per_second(Timestamp now) {
    if (!is_started_) return 0;
    const auto slot = advance(now);
    // The first slots after the start are all there is to divide by.
    const auto slots = std::min<std::int64_t>(slot - first_slot_ + 1, slot_count);
    const std::chrono::duration<double> seconds = slots * slot_length;
    return static_cast<double>(sum_) / seconds.count();
}

std::int64_t RateWindow::advance(Timestamp now) {
    const std::int64_t slot = std::max<std::int64_t>(now.time_since_epoch() / slot_length, 0);
    if (!is_started_) {
        is_started_ = true;
        newest_slot_ = slot;
    }
    const auto passed = std::min<std::int64_t>(slot - newest_slot_, slot_count);
    for (std::int64_t i = 1; i <= passed; ++i) {
        auto& oldest = slots_[static_cast<std::size_t>(newest_slot_ + i) % slot_count];
        sum_ -= oldest;
        oldest = 0;
    }
    // After a leap the slots cleared above are all of them, whichever numbers they bore.
    newest_slot_ = std::max(newest_slot_, slot);
    return newest_slot_;
}

}  // namespace ingestd::progress
