// The rules of progress: what is told next about one upload.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <ingestd/base/clock.hpp>
#include <ingestd/progress/progress_event.hpp>
#include <ingestd/progress/rate_window.hpp>

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
//   is_container  it holds other documents and no text of its own: it counts as none of the
//              documents. REQUIRES: it has completed
//   part_read  0..1 of its bytes; 1 once extraction has ended and `chunked` is the whole count
struct DocumentProgress {
    std::string filename;
    std::uint64_t bytes = 0;
    Status stage = Status::received;
    double part_read = 0;
    StageCounts chunks{};
    bool is_container = false;

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
// An update costs the same with one document as with ten thousand.
class ProgressState {
public:
    ProgressState(UploadId id, std::vector<DocumentProgress> documents, Told told_before = {});

    // The first event: `received`, or after a restart the state that had been told by then. To be
    // told before anything else. Chunks that were committed but not told are its steps.
    ProgressBurst begin(Timestamp now);

    // Document `ordinal` stands at `progress` now. What is to be told, oldest first; often empty
    // when nothing visible has changed. What moves waits no longer: ends a wait().
    std::vector<ProgressBurst> update(
        std::size_t ordinal, DocumentProgress progress, Timestamp now
    );

    // Documents that were found inside of others, behind those that are there already.
    std::vector<ProgressBurst> add(std::vector<DocumentProgress> documents, Timestamp now);

    // Work stands still for this reason, or (nullopt) moves again.
    std::vector<ProgressBurst> wait(std::optional<WaitingOn> reason, Timestamp now);

    // Nothing changed for a while: says so again, with the same counts and the next seq.
    ProgressBurst repeat(Timestamp now);

    // The last event, and those of the states passed before it. REQUIRES: every document is
    // terminal, or `outcome` is not `completed`. What is to complete is `failed` when no document
    // was completed. What failed or was cancelled keeps the percentage that it had.
    std::vector<ProgressBurst> finish(
        Status outcome, std::optional<EventError> error, Timestamp now
    );

    // Where each document stands: as last updated.
    const std::vector<DocumentProgress>& documents() const { return documents_; }
    const ProgressEvent& newest() const { return newest_; }

private:
    // What one document adds to the sums below; taken off again when it is reported anew.
    //   measured     its chunks can be told from what was read of it (or it is done)
    //   exact        and that is no estimate
    //   reference    its chunks and bytes say how many chunks other documents' bytes will give
    //   read_before  it was indexed in part before a restart and is not read as far again yet
    struct Share {
        std::uint64_t chunks = 0;
        std::uint64_t bytes = 0;
        bool measured = false;
        bool exact = false;
        bool reference = false;
        bool read_before = false;
    };
    static Share share_of(const DocumentProgress& document);

    void append(DocumentProgress document);
    std::vector<ProgressBurst> tell_change(Timestamp now);
    void count(std::size_t ordinal);
    void uncount(std::size_t ordinal);
    Status state() const;
    std::optional<std::uint64_t> estimate() const;
    ProgressEvent snapshot(std::optional<WaitingOn> waiting_on, Timestamp now);
    void append_passed_states(std::vector<ProgressBurst>& told, ProgressEvent event, Status until);
    ProgressBurst tell(ProgressEvent event);

    std::vector<DocumentProgress> documents_;
    std::vector<Share> shares_;
    Told told_before_;

    // Sums over all documents, kept up to date by count() and uncount().
    StageCounts stages_;
    std::array<std::uint64_t, 8> documents_at_{};  // by Status
    std::uint64_t measured_chunks_ = 0;
    std::uint64_t reference_chunks_ = 0;
    std::uint64_t reference_bytes_ = 0;
    std::uint64_t unmeasured_bytes_ = 0;
    std::size_t unmeasured_documents_ = 0;
    std::size_t read_before_documents_ = 0;
    std::size_t estimated_documents_ = 0;
    std::size_t containers_ = 0;
    std::set<std::size_t> in_work_;

    std::optional<std::size_t> current_document_;
    RateWindow rate_;
    ProgressEvent newest_;
};

}  // namespace ingestd::progress
