#include "seen_events.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace ingestd::crash {
namespace {

constexpr std::array<std::string_view, 6> states = {
    "received", "extracting", "chunking", "enriching", "indexing", "completed"};

std::size_t rank(const std::string& status) {
    const auto found = std::find(states.begin(), states.end(), status);
    return static_cast<std::size_t>(found - states.begin());  // failed, cancelled: past all others
}

}  // namespace

SeenEvent SeenEvent::of(const json& event) {
    SeenEvent seen{
        .seq = event.at("seq").get<std::uint64_t>(),
        .percent = event.at("progress_percent").get<double>(),
        .chunk = event.at("current_chunk").get<std::uint64_t>(),
        .status = event.at("status").get<std::string>()};
    if (event.at("terminal") == true) seen.terminal = event;
    return seen;
}

std::string what_went_back(const SeenEvent& before, const SeenEvent& after) {
    if (before.terminal) {
        return after.terminal == before.terminal ? "" : "another event came after the last";
    }
    const auto from_to = [](const auto& from, const auto& to) {
        return " went from " + std::to_string(from) + " to " + std::to_string(to);
    };
    if (after.seq <= before.seq) return "seq" + from_to(before.seq, after.seq);
    if (after.percent < before.percent)
        return "progress_percent" + from_to(before.percent, after.percent);
    if (after.chunk < before.chunk) return "current_chunk" + from_to(before.chunk, after.chunk);
    if (rank(after.status) < rank(before.status))
        return "status went from " + before.status + " to " + after.status;
    return {};
}

void SeenEvents::note(const std::string& upload, const SeenEvent& event) {
    const std::lock_guard guard{lock_};
    auto& newest = newest_[upload];
    if (event.seq >= newest.seq) newest = event;
}

void SeenEvents::close_life() {
    const std::lock_guard guard{lock_};
    before_ = newest_;
}

std::optional<SeenEvent> SeenEvents::before_this_life(const std::string& upload) const {
    const std::lock_guard guard{lock_};
    const auto found = before_.find(upload);
    return found == before_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<SeenEvent> SeenEvents::newest(const std::string& upload) const {
    const std::lock_guard guard{lock_};
    const auto found = newest_.find(upload);
    return found == newest_.end() ? std::nullopt : std::optional{found->second};
}

std::map<std::string, std::size_t> SeenEvents::unfinished_by_status() const {
    const std::lock_guard guard{lock_};
    std::map<std::string, std::size_t> counts;
    for (const auto& [upload, event] : newest_) {
        if (!event.terminal) ++counts[event.status];
    }
    return counts;
}

std::string WatchedOrder::take(const json& event) {
    const auto upload = event.at("upload_id").get<std::string>();
    const auto now = SeenEvent::of(event);
    seen_.note(upload, now);
    const auto [last, is_first] = last_.try_emplace(upload, now);
    if (!is_first) {
        if (last->second.terminal) return "an event came after the last";
        return what_went_back(std::exchange(last->second, now), now);
    }
    const auto before = seen_.before_this_life(upload);
    return before ? what_went_back(*before, now) : "";
}

}  // namespace ingestd::crash
