// One upload's ProgressState and the way from it to the tracker.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <ingestd/base/clock.hpp>
#include <ingestd/progress/progress_state.hpp>
#include <ingestd/progress/progress_tracker.hpp>

namespace ingestd::pipeline {

// Reports come from workers and from the index's writers at the same time; what they make known
// leaves in one order, since it is published under the lock (publishing never waits).
//   thread  any
class UploadProgress {
public:
    UploadProgress(
        progress::ProgressTracker& tracker,
        UploadId id,
        std::vector<progress::DocumentProgress> documents,
        progress::Told told_before
    );

    void begin();

    // `read` gives where the document stands now; called under the lock, so that no older figure
    // overtakes a newer one.
    template <class Read>
    void report(std::size_t ordinal, const Read& read) {
        const std::lock_guard lock{mutex_};
        report_locked(ordinal, read());
    }

    // Documents found inside of others, behind those that are there.
    void add(std::vector<progress::DocumentProgress> documents);

    void wait(std::optional<progress::WaitingOn> reason);
    bool is_waiting() const;

    // Says the same again when nothing was said for `silence`.
    void repeat_after(std::chrono::microseconds silence);

    // Since when nothing has been told.
    Timestamp last_told() const;

    // The last event, made but not told: it is told once the catalog has it. Nothing else is from
    // here on, unless it is taken back, because the catalog could not keep it.
    struct Ending {
        std::vector<progress::ProgressBurst> bursts;
        std::string terminal_event;  // its JSON
    };
    Ending end(Status outcome, std::optional<progress::EventError> error);
    void tell(const Ending& ending);
    void take_back_end();

    std::vector<progress::DocumentProgress> documents() const;

private:
    void report_locked(std::size_t ordinal, progress::DocumentProgress now);
    void publish(std::vector<progress::ProgressBurst> bursts);

    progress::ProgressTracker& tracker_;
    mutable std::mutex mutex_;
    // guarded by mutex_
    progress::ProgressState state_;
    bool is_waiting_ = false;
    bool has_ended_ = false;
};

}  // namespace ingestd::pipeline
