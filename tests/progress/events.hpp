// Builders with good defaults for the tests of this room.
#pragma once

#include <chrono>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/progress/delivery_slot.hpp>
#include <ingestd/progress/progress_event.hpp>
#include <ingestd/progress/progress_state.hpp>

namespace ingestd::progress {

inline std::ostream& operator<<(std::ostream& out, const ProgressEvent& event) {
    return out << serialize(event);
}

inline std::ostream& operator<<(std::ostream& out, const Action& action) {
    if (const auto* send = std::get_if<Send>(&action)) return out << "Send " << send->delivery.seq;
    if (const auto* wait = std::get_if<WaitUntil>(&action)) {
        return out << "WaitUntil " << wait->time.time_since_epoch().count();
    }
    return out << (std::holds_alternative<Idle>(action) ? "Idle" : "Close");
}

namespace testing {

inline UploadId upload(std::uint8_t number) {
    UploadId id;
    id.bytes[15] = number;
    return id;
}

// A moment of the tests' own day, in milliseconds from its beginning.
inline Timestamp at_ms(std::int64_t ms) {
    return Timestamp{std::chrono::days{20000} + std::chrono::milliseconds{ms}};
}
inline Deadline steady_ms(std::int64_t ms) {
    return Deadline{std::chrono::milliseconds{ms}};
}

inline ProgressEvent event(const UploadId& id, std::uint64_t seq) {
    ProgressEvent made;
    made.upload_id = id;
    made.status = Status::indexing;
    made.seq = seq;
    made.current_chunk = seq;
    made.total_chunks = 1'000'000;
    made.stages.indexed = seq;
    made.timestamp = at_ms(0);
    return made;
}

inline ProgressEvent terminal_event(const UploadId& id, std::uint64_t seq) {
    auto made = event(id, seq);
    made.status = Status::completed;
    made.terminal = true;
    made.permille = 1000;
    made.total_chunks = seq;
    return made;
}

// `steps` events that end with `newest`.
inline ProgressBurst burst(ProgressEvent newest, std::uint32_t steps = 1) {
    ProgressBurst made;
    made.newest = std::move(newest);
    made.steps = steps;
    return made;
}

inline Delivery delivery(std::uint64_t seq, std::size_t bytes = 10, bool terminal = false) {
    return {std::make_shared<const std::string>(bytes, 'x'), seq, terminal};
}

inline std::vector<ProgressEvent> expand(const std::vector<ProgressBurst>& bursts) {
    std::vector<ProgressEvent> events;
    for (const auto& one : bursts) {
        for (std::uint32_t i = 0; i < one.steps; ++i) events.push_back(event_at(one, i));
    }
    return events;
}

}  // namespace testing
}  // namespace ingestd::progress
