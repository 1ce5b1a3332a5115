// What everybody who watches an upload is told: a snapshot, never a delta.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/id.hpp>
#include <ingestd/document/status.hpp>

namespace ingestd::progress {

// Chunks that each stage has done, over all documents of the upload.
//   reused  of those embedded: their text had a vector already
struct StageCounts {
    std::uint64_t chunked = 0;
    std::uint64_t enriched = 0;
    std::uint64_t embedded = 0;
    std::uint64_t indexed = 0;
    std::uint64_t reused = 0;

    friend bool operator==(const StageCounts&, const StageCounts&) = default;
};

struct DocumentCounts {
    std::uint64_t total = 0;
    std::uint64_t completed = 0;
    std::uint64_t failed = 0;
    std::string current{};  // file name of a document in work; empty: null on the wire

    friend bool operator==(const DocumentCounts&, const DocumentCounts&) = default;
};

// Why nothing moves, with figures.
//   reason    a stable word: queue, helper, enricher, embedder, disk, memory, collection
//   detail    a sentence for a person
//   position  place in the queue from 1, where the reason is `queue`
//   free_bytes, needed_bytes  of the disk, and what must be free to go on, where it is `disk`
//   until     when it is tried again, where that is known
struct WaitingOn {
    std::string reason;
    std::string detail;
    std::optional<std::uint64_t> position{};
    std::optional<std::uint64_t> free_bytes{};
    std::optional<std::uint64_t> needed_bytes{};
    std::optional<Timestamp> until{};

    friend bool operator==(const WaitingOn&, const WaitingOn&) = default;
};

struct EventError {
    std::string code;
    std::string detail;

    friend bool operator==(const EventError&, const EventError&) = default;
};

// Immutable once told.  source: docs/api.md, "Events"
//   permille  progress_percent × 10, rounded down; 1000 only on the terminal event of `completed`
struct ProgressEvent {
    UploadId upload_id;
    Status status = Status::received;
    std::uint32_t permille = 0;
    std::uint64_t current_chunk = 0;
    std::uint64_t total_chunks = 0;
    std::string message;
    Timestamp timestamp;
    std::uint64_t seq = 0;
    bool terminal = false;
    std::optional<WaitingOn> waiting_on;
    bool total_is_estimate = true;
    StageCounts stages;
    DocumentCounts documents;
    std::optional<double> eta_seconds;
    double chunks_per_second = 0;
    std::optional<EventError> error;

    friend bool operator==(const ProgressEvent&, const ProgressEvent&) = default;
};

// The event as JSON in the wire's field order, one line, UTF-8.
std::string serialize(const ProgressEvent& event);

// `steps` events in one value: the newest, and those before it that differ from it only in
// `seq`, `current_chunk`, `stages.indexed` and the percentage, each one chunk less than the next.
// A commit of a thousand chunks travels as one of these; who is watched by nobody never expands it.
//   percent_floor  the permille held before the first of them
struct ProgressBurst {
    ProgressEvent newest;
    std::uint32_t steps = 1;
    std::uint32_t percent_floor = 0;

    friend bool operator==(const ProgressBurst&, const ProgressBurst&) = default;
};

// The i-th event of the burst, 0 <= i < steps; the last is `newest`.
ProgressEvent event_at(const ProgressBurst& burst, std::uint32_t i);

}  // namespace ingestd::progress
