#include <algorithm>
#include <utility>

#include <ingestd/progress/delivery_slot.hpp>

namespace ingestd::progress {
namespace {

SteadyClock::duration interval_of(double max_rate) {
    if (!(max_rate > 0)) return SteadyClock::duration::zero();
    constexpr double slowest = 0.001;  // a longer interval would not be a rate any more
    const std::chrono::duration<double> seconds{1 / std::max(max_rate, slowest)};
    return std::chrono::ceil<SteadyClock::duration>(seconds);
}

}  // namespace

DeliverySlot::DeliverySlot(Watches watches, double max_rate)
    : watches_{watches}, interval_{interval_of(max_rate)}, newest_alone_{is_rate_limited()} {}

void DeliverySlot::offer(const UploadId& upload, const Delivery& delivery) {
    if (ended_) return;
    const auto [found, is_first] = lines_.try_emplace(upload);
    Line& line = found->second;
    if (!is_first && delivery.seq <= line.seq) return;
    line.seq = delivery.seq;
    if (!newest_alone_ && !queue_.empty() &&
        waiting_bytes_ + delivery.frame->size() > waiting_frames_max) {
        keep_newest_alone();
    }
    if (newest_alone_) {
        keep(upload, line, delivery);
    } else {
        queue_.push_back({upload, delivery});
        waiting_bytes_ += delivery.frame->size();
    }
    if (delivery.terminal && watches_ == Watches::one_upload) ended_ = true;
}

void DeliverySlot::forget(const UploadId& upload) {
    const auto found = lines_.find(upload);
    if (found == lines_.end()) return;
    if (const auto& newest = found->second.newest) {
        waiting_bytes_ -= newest->frame->size();
        auto& order = newest->terminal ? urgent_ : order_;
        order.erase(found->second.place);
        settle();
    }
    lines_.erase(found);
}

void DeliverySlot::end() {
    ended_ = true;
}

Action DeliverySlot::next(Deadline now) {
    if (is_drained()) {
        if (ended_) return Close{};
        return Idle{};
    }
    if (is_rate_limited() && now < not_before_ && !has_urgent()) return WaitUntil{not_before_};
    auto delivery = take();
    settle();
    not_before_ = now + interval_;
    return Send{std::move(delivery)};
}

// Once the reader has caught up it is given every frame again.
void DeliverySlot::settle() {
    if (is_drained()) newest_alone_ = is_rate_limited();
}

void DeliverySlot::keep_newest_alone() {
    newest_alone_ = true;
    waiting_bytes_ = 0;
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(taken_));
    taken_ = 0;
    for (auto& waiting : std::exchange(queue_, std::vector<Waiting>{})) {
        // Forgotten while it waited: nothing need be sent of it.
        const auto line = lines_.find(waiting.upload);
        if (line != lines_.end()) keep(waiting.upload, line->second, waiting.delivery);
    }
}

void DeliverySlot::keep(const UploadId& upload, Line& line, const Delivery& delivery) {
    auto& order = delivery.terminal ? urgent_ : order_;
    if (!line.newest) {
        line.place = order.insert(order.end(), upload);
    } else {
        waiting_bytes_ -= line.newest->frame->size();
        // A terminal event follows nothing terminal, so the place can only move one way.
        if (delivery.terminal) urgent_.splice(urgent_.end(), order_, line.place);
    }
    line.newest = delivery;
    waiting_bytes_ += delivery.frame->size();
}

// REQUIRES: the queue holds something. A long one gives its memory back once it is empty.
Delivery DeliverySlot::take_oldest() {
    constexpr std::size_t short_queue = 16;
    Delivery delivery = std::move(queue_[taken_++].delivery);
    if (taken_ == queue_.size()) {
        taken_ = 0;
        queue_.clear();
        if (queue_.capacity() > short_queue) queue_ = std::vector<Waiting>{};
    } else if (taken_ >= short_queue && 2 * taken_ >= queue_.size()) {
        queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(taken_));
        taken_ = 0;
    }
    return delivery;
}

// REQUIRES: not drained.
Delivery DeliverySlot::take() {
    Delivery delivery;
    if (newest_alone_) {
        auto& order = urgent_.empty() ? order_ : urgent_;
        Line& line = lines_.at(order.front());
        delivery = std::move(*line.newest);
        line.newest.reset();
        order.pop_front();
    } else {
        delivery = take_oldest();
    }
    waiting_bytes_ -= delivery.frame->size();
    return delivery;
}

}  // namespace ingestd::progress
