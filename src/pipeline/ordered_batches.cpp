#include "ordered_batches.hpp"

namespace ingestd::pipeline {

bool OrderedBatches::add(const BatchPointer& batch) {
    for (const auto& chunk : batch->chunks) batch->bytes += chunk.text.size();
    const std::lock_guard lock{mutex_};
    if (!is_over_) batches_.push_back(batch);
    return !is_over_;
}

void OrderedBatches::finish(const BatchPointer& batch) {
    const std::lock_guard turn{handing_on_};
    {
        const std::lock_guard lock{mutex_};
        batch->is_done = true;
    }
    while (const auto next = done_front()) {
        pass_on_(std::move(*next));
        const std::lock_guard lock{mutex_};
        batches_.pop_front();
    }
}

// Null: the oldest is not done yet, or there is none.
BatchPointer OrderedBatches::done_front() const {
    const std::lock_guard lock{mutex_};
    const bool is_next = !is_over_ && !batches_.empty() && batches_.front()->is_done;
    return is_next ? batches_.front() : nullptr;
}

void OrderedBatches::fail(const std::function<void()>& tell) {
    const std::lock_guard turn{handing_on_};
    {
        const std::lock_guard lock{mutex_};
        if (std::exchange(is_over_, true)) return;
    }
    tell();
}

std::uint64_t OrderedBatches::stop() {
    const std::lock_guard turn{handing_on_};
    const std::lock_guard lock{mutex_};
    is_over_ = true;
    std::uint64_t bytes = 0;
    for (const auto& batch : std::exchange(batches_, {})) bytes += batch->bytes;
    return bytes;
}

bool OrderedBatches::is_empty() const {
    const std::lock_guard lock{mutex_};
    return batches_.empty();
}

}  // namespace ingestd::pipeline
