#include "upload_progress.hpp"

namespace ingestd::pipeline {

using progress::DocumentProgress;
using progress::ProgressBurst;

UploadProgress::UploadProgress(
    progress::ProgressTracker& tracker,
    UploadId id,
    std::vector<DocumentProgress> documents,
    progress::Told told_before
)
    : tracker_{tracker}, state_{id, std::move(documents), told_before} {}

void UploadProgress::begin() {
    const std::lock_guard lock{mutex_};
    tracker_.publish(state_.begin(wall_now()));
}

void UploadProgress::report_locked(std::size_t ordinal, DocumentProgress now) {
    if (has_ended_) return;
    const auto time = wall_now();
    if (std::exchange(is_waiting_, false)) publish(state_.wait(std::nullopt, time));
    publish(state_.update(ordinal, std::move(now), time));
}

void UploadProgress::add(std::vector<DocumentProgress> documents) {
    const std::lock_guard lock{mutex_};
    if (!has_ended_) publish(state_.add(std::move(documents), wall_now()));
}

void UploadProgress::wait(std::optional<progress::WaitingOn> reason) {
    const std::lock_guard lock{mutex_};
    if (has_ended_) return;
    is_waiting_ = reason.has_value();
    publish(state_.wait(std::move(reason), wall_now()));
}

bool UploadProgress::is_waiting() const {
    const std::lock_guard lock{mutex_};
    return is_waiting_;
}

void UploadProgress::repeat_after(std::chrono::microseconds silence) {
    const std::lock_guard lock{mutex_};
    const auto now = wall_now();
    if (has_ended_ || now - state_.newest().timestamp < silence) return;
    tracker_.publish(state_.repeat(now));
}

Timestamp UploadProgress::last_told() const {
    const std::lock_guard lock{mutex_};
    return state_.newest().timestamp;
}

UploadProgress::Ending UploadProgress::end(
    Status outcome, std::optional<progress::EventError> error
) {
    const std::lock_guard lock{mutex_};
    has_ended_ = true;
    auto ended = state_;  // which stays as it is, should this not become the end
    Ending ending{
        .bursts = ended.finish(outcome, std::move(error), wall_now()), .terminal_event = {}};
    ending.terminal_event = progress::serialize(ending.bursts.back().newest);
    return ending;
}

void UploadProgress::tell(const Ending& ending) {
    const std::lock_guard lock{mutex_};
    publish(ending.bursts);
}

void UploadProgress::take_back_end() {
    const std::lock_guard lock{mutex_};
    has_ended_ = false;
}

std::vector<DocumentProgress> UploadProgress::documents() const {
    const std::lock_guard lock{mutex_};
    return state_.documents();
}

void UploadProgress::publish(std::vector<ProgressBurst> bursts) {
    for (auto& burst : bursts) tracker_.publish(std::move(burst));
}

}  // namespace ingestd::pipeline
