// The rules of progress: what is told next about one upload.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ingestd/base/clock.hpp>
#include <ingestd/progress/progress_event.hpp>

namespace ingestd::progress {

// What was told of an upload before a restart: nothing may go back behind it.
struct Told {
    std::uint64_t seq = 0;
    std::uint32_t permille = 0;
    std::uint64_t current_chunk = 0;
    Status status = Status::received;

    friend bool operator==(const Told&, const Told&) = default;
};

// Where one document stands. Counts never fall.
//   stage      received = not begun; then as an upload's states
//   part_read  0..1 of its bytes; 1 once extraction has ended
struct DocumentProgress {
    std::string filename;
    std::uint64_t bytes = 0;
    Status stage = Status::received;
    double part_read = 0;
    StageCounts chunks;

    friend bool operator==(const DocumentProgress&, const DocumentProgress&) = default;
};

// Turns what the pipeline reports into events. The rules (docs/architecture.md, "Progress that can
// be trusted"), each with a test of its name:
//   - seq grows by one with each event; percentage, current_chunk and state never go back, also
//     not behind what was told before a restart;
//   - current_chunk is the sum of `indexed`; one step of a burst a chunk;
//   - the state is the least advanced stage of any unfinished document (one that waits counts as
//     extracting once any has begun); each state that is passed is told by an event of its own;
//   - the total is an estimate until every document has been read: chunks so far ÷ the part read;
//     documents not begun by their bytes; a growing estimate holds the percentage;
//   - a document that failed counts with what it had indexed; removal never lowers the count;
//   - 1000 permille, `completed` and `terminal` come together and last; before that at most 999.
// Pure: told the time, knows no thread.  thread: one at a time (the upload's owner guards it)
class ProgressState {
public:
    ProgressState(UploadId id, std::vector<DocumentProgress> documents, Told told_before = {});

    // The first event: `received`. To be told before anything else.
    ProgressBurst begin(Timestamp now);

    // Document `ordinal` stands at `progress` now. What is to be told, oldest first; often empty
    // when nothing visible has changed.
    std::vector<ProgressBurst> update(std::size_t ordinal, DocumentProgress progress, Timestamp now);

    // Work stands still for this reason, or (nullopt) moves again.
    std::vector<ProgressBurst> wait(std::optional<WaitingOn> reason, Timestamp now);

    // Nothing changed for a while: says so again, with the same figures and the next seq.
    ProgressBurst repeat(Timestamp now);

    // The last event, and those of the states passed before it. REQUIRES: every document is terminal,
    // or `outcome` is cancelled. `completed` when any document was, unless none was: then failed.
    std::vector<ProgressBurst> finish(Status outcome, std::optional<EventError> error, Timestamp now);

    // Where each document stands: as last updated.
    const std::vector<DocumentProgress>& documents() const;
    const ProgressEvent& newest() const;

private:
    // … (the room's own business)
};

}  // namespace ingestd::progress
