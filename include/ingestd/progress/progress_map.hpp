// The newest event of every upload that may still be asked for, who watches it, and when it is
// forgotten.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/units.hpp>
#include <ingestd/progress/mailbox.hpp>
#include <ingestd/progress/progress_event.hpp>

namespace ingestd::progress {

// What goes out at once, before the readers get their turn to send it.
inline constexpr std::uint32_t slice_frames_max = 64;
inline constexpr std::size_t slice_bytes_max = waiting_frames_max / 2;  // fits a drained reader
inline constexpr std::size_t slice_offers_max = 65'536;  // frames × watchers: some milliseconds

// The rules of ProgressTracker. An upload's events are offered in slices: the next one follows when
// all who watch have taken the one before, or when its first event has waited for `patience`; who
// has not caught up by then is not waited for until it has. What has waited for `lag_max` is passed
// over: the readers are shown the newest, and of each state in between its last event.
// Pure: told the time; it knows mailboxes, but no executor.  thread: one at a time
class ProgressMap {
public:
    struct Settings {
        std::chrono::milliseconds forget_after;  // from when the terminal event was offered
        std::chrono::milliseconds patience;
        std::chrono::milliseconds lag_max;
    };
    using Watcher = std::shared_ptr<Mailbox>;

    explicit ProgressMap(Settings settings) : settings_{settings} {}

    // Keeps what is new. False: dropped, as it is not newer (by seq) or the upload has ended.
    bool publish(ProgressBurst burst, Deadline now);

    // Whether something is to be offered and no slice of `upload` is on its way.
    bool has_slice(const UploadId& upload) const;

    // Offers the next slice to all who watch. REQUIRES: has_slice.
    //   end  kept by the readers until they have taken it all; then call end_slice
    void offer_slice(const UploadId& upload, const std::shared_ptr<void>& end, Deadline now);
    void end_slice(const UploadId& upload, Deadline now);

    // Offers the newest event, and from now on each later one. False: the upload is not known.
    bool watch(const UploadId& upload, const Watcher& watcher);
    // The same for every upload, those that are known now and those to come.
    void watch_all(const Watcher& watcher);
    // `upload`: as it was watched; nullopt: every one.
    void unwatch(const std::optional<UploadId>& upload, const Watcher& watcher);

    // When meet_deadlines is to be called next.
    std::optional<Deadline> next_deadline() const;
    // The uploads that are forgotten at `now`. Also loses patience with readers where it is time.
    std::vector<UploadId> meet_deadlines(Deadline now);

    // Valid until the next call that is not const; null: not known.
    const ProgressEvent* newest(const UploadId& upload) const;
    std::size_t upload_count() const { return feeds_.size(); }
    std::size_t watcher_count() const { return watcher_count_ + watch_all_.size(); }

    // Ends what every watcher has; nobody watches any more.
    void close();

private:
    struct Pending {
        ProgressBurst burst;
        std::uint32_t next = 0;  // the first step that has not been offered
        Deadline published;
    };
    // One upload.
    struct Feed {
        ProgressEvent newest;
        Frame newest_frame;  // null until somebody needs it
        // What has not been offered; empty when nobody watches, and a list is then nothing more.
        std::list<Pending> pending;
        bool slice_is_out = false;
        std::unordered_set<Watcher> watchers;
        std::optional<Deadline> deadline;  // of patience while something waits, else of forgetting
    };

    bool is_watched(const Feed& feed) const {
        return !feed.watchers.empty() || !watch_all_.empty();
    }
    static void catch_up(Feed& feed);
    std::vector<Delivery> take_slice(Feed& feed);
    Delivery newest_delivery(Feed& feed);
    void drop_pending(const UploadId& upload, Feed& feed);
    void set_deadline(const UploadId& upload, Feed& feed, std::optional<Deadline> deadline);
    void end_if_all_is_told(const UploadId& upload, Feed& feed, Deadline now);

    Settings settings_;
    std::unordered_map<UploadId, Feed> feeds_;
    std::unordered_set<Watcher> watch_all_;
    std::set<std::pair<Deadline, UploadId>> deadlines_;
    std::size_t watcher_count_ = 0;  // of single uploads
};

}  // namespace ingestd::progress
