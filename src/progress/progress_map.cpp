#include <algorithm>
#include <cassert>

#include <ingestd/progress/progress_map.hpp>

namespace ingestd::progress {

bool ProgressMap::publish(ProgressBurst burst, Deadline now) {
    const UploadId upload = burst.newest.upload_id;
    const auto [found, is_first] = feeds_.try_emplace(upload);
    Feed& feed = found->second;
    if (!is_first && (burst.newest.seq <= feed.newest.seq || feed.newest.terminal)) return false;
    feed.newest = burst.newest;
    feed.newest_frame.reset();
    if (!is_watched(feed)) {
        drop_pending(upload, feed);
    } else {
        // A slice is out and nothing waited behind it: from now on somebody does.
        if (feed.slice_is_out && feed.pending.empty()) {
            set_deadline(upload, feed, now + settings_.patience);
        }
        feed.pending.push_back({.burst = std::move(burst), .published = now});
    }
    end_if_all_is_told(upload, feed, now);
    return true;
}

bool ProgressMap::has_slice(const UploadId& upload) const {
    const auto found = feeds_.find(upload);
    return found != feeds_.end() && !found->second.slice_is_out && !found->second.pending.empty();
}

void ProgressMap::offer_slice(
    const UploadId& upload, const std::shared_ptr<void>& end, Deadline now
) {
    assert(has_slice(upload));
    Feed& feed = feeds_.at(upload);
    if (now >= feed.pending.front().published + settings_.lag_max) catch_up(feed);
    const bool has_patience = now < feed.pending.front().published + settings_.patience;
    feed.slice_is_out = true;
    const auto slice = take_slice(feed);
    const auto kept = has_patience ? end : nullptr;
    for (const auto& watcher : feed.watchers) watcher->offer(upload, slice, kept);
    for (const auto& watcher : watch_all_) watcher->offer(upload, slice, kept);
    if (feed.pending.empty()) {
        set_deadline(upload, feed, std::nullopt);
    } else if (has_patience) {
        set_deadline(upload, feed, feed.pending.front().published + settings_.patience);
    }
    end_if_all_is_told(upload, feed, now);
}

void ProgressMap::end_slice(const UploadId& upload, Deadline now) {
    const auto found = feeds_.find(upload);
    if (found == feeds_.end()) return;
    Feed& feed = found->second;
    feed.slice_is_out = false;
    if (feed.pending.empty() || is_watched(feed)) return;
    // They have all gone in the meantime, and with them who the rest was for.
    drop_pending(upload, feed);
    end_if_all_is_told(upload, feed, now);
}

bool ProgressMap::watch(const UploadId& upload, const Watcher& watcher) {
    const auto found = feeds_.find(upload);
    if (found == feeds_.end()) return false;
    Feed& feed = found->second;
    // The newest at once, also where slices before it are still to come: the reader's slot passes
    // over what is older than what it was offered.
    const Delivery newest = newest_delivery(feed);
    watcher->offer(upload, {&newest, 1}, nullptr);
    if (!newest.terminal && feed.watchers.insert(watcher).second) ++watcher_count_;
    return true;
}

void ProgressMap::watch_all(const Watcher& watcher) {
    for (auto& [upload, feed] : feeds_) {
        const Delivery newest = newest_delivery(feed);
        watcher->offer(upload, {&newest, 1}, nullptr);
    }
    watch_all_.insert(watcher);
}

void ProgressMap::unwatch(const std::optional<UploadId>& upload, const Watcher& watcher) {
    if (!upload) {
        watch_all_.erase(watcher);
        return;
    }
    const auto found = feeds_.find(*upload);
    if (found != feeds_.end()) watcher_count_ -= found->second.watchers.erase(watcher);
}

std::optional<Deadline> ProgressMap::next_deadline() const {
    if (deadlines_.empty()) return std::nullopt;
    return deadlines_.begin()->first;
}

std::vector<UploadId> ProgressMap::meet_deadlines(Deadline now) {
    std::vector<UploadId> forgotten;
    while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
        const UploadId upload = deadlines_.begin()->second;
        Feed& feed = feeds_.at(upload);
        set_deadline(upload, feed, std::nullopt);
        if (feed.pending.empty() && feed.newest.terminal) {
            for (const auto& watcher : watch_all_) watcher->forget(upload);
            feeds_.erase(upload);
            forgotten.push_back(upload);
        } else {
            for (const auto& watcher : feed.watchers) watcher->stop_holding();
            for (const auto& watcher : watch_all_) watcher->stop_holding();
        }
    }
    return forgotten;
}

const ProgressEvent* ProgressMap::newest(const UploadId& upload) const {
    const auto found = feeds_.find(upload);
    return found == feeds_.end() ? nullptr : &found->second.newest;
}

void ProgressMap::close() {
    for (auto& [upload, feed] : feeds_) {
        // What is on its way is not sent step by step any more, but how it ended is.
        if (!feed.pending.empty()) {
            const Delivery newest = newest_delivery(feed);
            for (const auto& watcher : feed.watchers) watcher->offer(upload, {&newest, 1}, nullptr);
        }
        for (const auto& watcher : feed.watchers) watcher->end();
        feed.watchers.clear();
        feed.pending.clear();
    }
    for (const auto& watcher : watch_all_) watcher->end();
    watch_all_.clear();
    watcher_count_ = 0;
}

// Of the bursts that wait only the last step stays, and of those with the same state only the last.
void ProgressMap::catch_up(Feed& feed) {
    std::list<Pending> kept;
    for (auto& waiting : feed.pending) {
        const auto status = waiting.burst.newest.status;
        if (!kept.empty() && kept.back().burst.newest.status == status) kept.pop_back();
        waiting.next = waiting.burst.steps - 1;
        kept.push_back(std::move(waiting));
    }
    feed.pending = std::move(kept);
}

std::vector<Delivery> ProgressMap::take_slice(Feed& feed) {
    const std::size_t watchers = feed.watchers.size() + watch_all_.size();
    const std::size_t frames_max = std::clamp<std::size_t>(
        slice_offers_max / std::max<std::size_t>(watchers, 1), 1, slice_frames_max
    );
    std::vector<Delivery> slice;
    std::size_t bytes = 0;
    while (!feed.pending.empty() && slice.size() < frames_max && bytes < slice_bytes_max) {
        Pending& front = feed.pending.front();
        const bool is_last = front.next + 1 >= front.burst.steps;
        if (is_last && feed.pending.size() == 1) {
            slice.push_back(newest_delivery(feed));
        } else {
            const auto event = event_at(front.burst, front.next);
            slice.push_back({std::make_shared<const std::string>(serialize(event)), event.seq});
        }
        bytes += slice.back().frame->size();
        ++front.next;
        if (is_last) feed.pending.pop_front();
    }
    return slice;
}

Delivery ProgressMap::newest_delivery(Feed& feed) {
    if (!feed.newest_frame) {
        feed.newest_frame = std::make_shared<const std::string>(serialize(feed.newest));
    }
    return {feed.newest_frame, feed.newest.seq, feed.newest.terminal};
}

void ProgressMap::drop_pending(const UploadId& upload, Feed& feed) {
    if (feed.pending.empty()) return;
    feed.pending.clear();
    set_deadline(upload, feed, std::nullopt);
}

void ProgressMap::set_deadline(
    const UploadId& upload, Feed& feed, std::optional<Deadline> deadline
) {
    if (feed.deadline) deadlines_.erase({*feed.deadline, upload});
    feed.deadline = deadline;
    if (deadline) deadlines_.emplace(*deadline, upload);
}

// After the terminal event has been offered nobody watches any more; who comes late is given it.
void ProgressMap::end_if_all_is_told(const UploadId& upload, Feed& feed, Deadline now) {
    if (!feed.newest.terminal || !feed.pending.empty()) return;
    watcher_count_ -= feed.watchers.size();
    feed.watchers.clear();
    set_deadline(upload, feed, now + settings_.forget_after);
}

}  // namespace ingestd::progress
