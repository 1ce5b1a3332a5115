#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include <ingestd/progress/progress_state.hpp>

namespace ingestd::progress {
namespace {

constexpr std::uint32_t permille_before_the_end = 999;

// No document has more chunks; keeps an estimate from a part read of nearly nothing within reason.
constexpr double chunks_of_a_document_max = 1e12;

Status next_of(Status status) {
    return static_cast<Status>(static_cast<std::uint8_t>(status) + 1);
}

std::uint64_t rounded_up(double chunks) {
    return static_cast<std::uint64_t>(std::ceil(std::min(chunks, chunks_of_a_document_max)));
}

std::string message_of(const ProgressEvent& event) {
    switch (event.status) {
        case Status::received:
            return "Upload received";
        case Status::extracting:
            return "Extracting text from documents...";
        case Status::chunking:
            return "Chunking documents...";
        case Status::enriching:
            return "Enriching chunks...";
        case Status::indexing:
            return "Indexing chunks...";
        case Status::failed:
            return "Failed";
        case Status::cancelled:
            return "Cancelled";
        case Status::completed:
            break;
    }
    const auto& documents = event.documents;
    if (documents.completed == documents.total) return "Completed";
    return "Completed: " + std::to_string(documents.completed) + " of " +
           std::to_string(documents.total) + " documents";
}

// What a watcher can see of an event, apart from what changes by itself: number, time and speed.
bool looks_the_same(const ProgressEvent& a, ProgressEvent b) {
    b.seq = a.seq;
    b.timestamp = a.timestamp;
    b.eta_seconds = a.eta_seconds;
    b.chunks_per_second = a.chunks_per_second;
    return a == b;
}

// Counts as they may be told: none falls, and what was indexed has passed the stages before.
StageCounts raised(StageCounts reported, const StageCounts& before) {
    StageCounts counts;
    counts.indexed = std::max(reported.indexed, before.indexed);
    counts.embedded = std::max(reported.embedded, before.embedded);
    counts.reused = std::max(reported.reused, before.reused);
    counts.enriched = std::max({reported.enriched, before.enriched, counts.indexed});
    counts.chunked = std::max({reported.chunked, before.chunked, counts.enriched});
    return counts;
}

}  // namespace

ProgressState::ProgressState(UploadId id, std::vector<DocumentProgress> documents, Told told_before)
    : told_before_{told_before} {
    // The last event is told once: whoever begins again has not told it.
    told_before_.status = std::min(told_before_.status, Status::indexing);
    told_before_.permille = std::min(told_before_.permille, permille_before_the_end);
    for (auto& document : documents) append(std::move(document));
    newest_.upload_id = id;
    newest_.seq = told_before_.seq;
    newest_.status = told_before_.status;
    newest_.permille = told_before_.permille;
    newest_.current_chunk = told_before_.current_chunk;
}

ProgressBurst ProgressState::begin(Timestamp now) {
    return tell(snapshot(newest_.waiting_on, now));
}

std::vector<ProgressBurst> ProgressState::update(
    std::size_t ordinal, DocumentProgress progress, Timestamp now
) {
    assert(!newest_.terminal && ordinal < documents_.size());
    uncount(ordinal);
    // The estimate goes by what was reported: a document that is read again after a restart has
    // cut fewer chunks by now than it had then.
    progress.chunks.indexed = std::max(progress.chunks.indexed, documents_[ordinal].chunks.indexed);
    // Of one that is given up the whole stays what it was: else the rest would seem to be all.
    if (progress.stage != Status::cancelled) shares_[ordinal] = share_of(progress);
    progress.chunks = raised(progress.chunks, documents_[ordinal].chunks);
    documents_[ordinal] = std::move(progress);
    count(ordinal);

    return tell_change(now);
}

std::vector<ProgressBurst> ProgressState::add(
    std::vector<DocumentProgress> documents, Timestamp now
) {
    assert(!newest_.terminal);
    for (auto& document : documents) append(std::move(document));
    return tell_change(now);
}

std::vector<ProgressBurst> ProgressState::tell_change(Timestamp now) {
    if (stages_.indexed > newest_.current_chunk) {
        rate_.add(stages_.indexed - newest_.current_chunk, now);
    }
    ProgressEvent event = snapshot(std::nullopt, now);
    event.status = std::max(newest_.status, state());
    event.message = message_of(event);
    std::vector<ProgressBurst> told;
    auto unchanged = event;
    unchanged.waiting_on = newest_.waiting_on;
    if (looks_the_same(newest_, std::move(unchanged))) return told;
    append_passed_states(told, event, event.status);
    told.push_back(tell(std::move(event)));
    return told;
}

std::vector<ProgressBurst> ProgressState::wait(std::optional<WaitingOn> reason, Timestamp now) {
    assert(!newest_.terminal);
    std::vector<ProgressBurst> told;
    if (reason == newest_.waiting_on) return told;
    told.push_back(tell(snapshot(std::move(reason), now)));
    return told;
}

ProgressBurst ProgressState::repeat(Timestamp now) {
    assert(!newest_.terminal);
    return tell(snapshot(newest_.waiting_on, now));
}

std::vector<ProgressBurst> ProgressState::finish(
    Status outcome, std::optional<EventError> error, Timestamp now
) {
    assert(!newest_.terminal && is_terminal(outcome));
    ProgressEvent event = snapshot(std::nullopt, now);
    std::vector<ProgressBurst> told;
    if (outcome == Status::completed && event.documents.completed == 0) outcome = Status::failed;
    if (outcome == Status::completed) {
        append_passed_states(told, event, outcome);
        event.permille = 1000;
        event.total_chunks = event.current_chunk;
        event.total_is_estimate = false;
    }
    event.status = outcome;
    event.message = message_of(event);
    event.terminal = true;
    event.documents.current.clear();
    event.eta_seconds.reset();
    event.error = std::move(error);
    told.push_back(tell(std::move(event)));
    return told;
}

void ProgressState::append(DocumentProgress document) {
    shares_.push_back(share_of(document));
    document.chunks = raised(document.chunks, {});
    documents_.push_back(std::move(document));
    count(documents_.size() - 1);
}

ProgressState::Share ProgressState::share_of(const DocumentProgress& document) {
    const auto& chunks = document.chunks;
    Share share;
    share.bytes = document.bytes;
    share.exact = is_terminal(document.stage) || document.part_read >= 1;
    if (is_terminal(document.stage)) {
        share.chunks = chunks.indexed;
        share.measured = true;
        share.reference = document.stage == Status::completed && !document.is_container;
    } else if (document.part_read >= 1) {
        share.chunks = std::max(chunks.chunked, chunks.indexed);
        share.measured = true;
        share.reference = true;
    } else if (document.part_read > 0 && chunks.chunked > 0 && chunks.chunked >= chunks.indexed) {
        const auto whole = rounded_up(static_cast<double>(chunks.chunked) / document.part_read);
        share.chunks = std::max(whole, chunks.chunked);
        share.measured = true;
        share.reference = true;
    } else {
        share.read_before = chunks.indexed > 0;
    }
    return share;
}

void ProgressState::count(std::size_t ordinal) {
    const auto& document = documents_[ordinal];
    const auto& share = shares_[ordinal];
    stages_.chunked += document.chunks.chunked;
    stages_.enriched += document.chunks.enriched;
    stages_.embedded += document.chunks.embedded;
    stages_.reused += document.chunks.reused;
    stages_.indexed += document.chunks.indexed;
    ++documents_at_[static_cast<std::size_t>(document.stage)];
    if (document.is_container) ++containers_;
    if (share.measured) {
        measured_chunks_ += share.chunks;
    } else {
        ++unmeasured_documents_;
        if (share.read_before) ++read_before_documents_;
        unmeasured_bytes_ += share.bytes;
    }
    if (share.reference) {
        reference_chunks_ += share.chunks;
        reference_bytes_ += share.bytes;
    }
    if (!share.exact) ++estimated_documents_;
    if (document.stage != Status::received && !is_terminal(document.stage)) {
        in_work_.insert(ordinal);
    }
}

void ProgressState::uncount(std::size_t ordinal) {
    const auto& document = documents_[ordinal];
    const auto& share = shares_[ordinal];
    stages_.chunked -= document.chunks.chunked;
    stages_.enriched -= document.chunks.enriched;
    stages_.embedded -= document.chunks.embedded;
    stages_.reused -= document.chunks.reused;
    stages_.indexed -= document.chunks.indexed;
    --documents_at_[static_cast<std::size_t>(document.stage)];
    if (document.is_container) --containers_;
    if (share.measured) {
        measured_chunks_ -= share.chunks;
    } else {
        --unmeasured_documents_;
        if (share.read_before) --read_before_documents_;
        unmeasured_bytes_ -= share.bytes;
    }
    if (share.reference) {
        reference_chunks_ -= share.chunks;
        reference_bytes_ -= share.bytes;
    }
    if (!share.exact) --estimated_documents_;
    in_work_.erase(ordinal);
}

Status ProgressState::state() const {
    const auto waiting = documents_at_[static_cast<std::size_t>(Status::received)];
    if (waiting == documents_.size()) return Status::received;
    if (waiting > 0) return Status::extracting;
    for (auto status = Status::extracting; !is_terminal(status); status = next_of(status)) {
        if (documents_at_[static_cast<std::size_t>(status)] > 0) return status;
    }
    return Status::received;  // none is unfinished: the state stays what it was
}

// The chunks of all documents, as far as can be told; nullopt before there is anything to go by.
std::optional<std::uint64_t> ProgressState::estimate() const {
    if (unmeasured_documents_ == 0) return measured_chunks_;
    // What was told before a restart counts documents that nothing is known of again yet.
    if (stages_.indexed < told_before_.current_chunk) return std::nullopt;
    // Their chunks of before the restart count at once, but not yet against what they will have.
    if (read_before_documents_ > 0 || reference_bytes_ == 0) return std::nullopt;
    const double chunks_per_byte =
        static_cast<double>(reference_chunks_) / static_cast<double>(reference_bytes_);
    return measured_chunks_ + rounded_up(chunks_per_byte * static_cast<double>(unmeasured_bytes_));
}

// The figures of now, in the state of the newest event.
ProgressEvent ProgressState::snapshot(std::optional<WaitingOn> waiting_on, Timestamp now) {
    ProgressEvent event = newest_;
    event.message = message_of(event);
    event.timestamp = now;
    event.waiting_on = std::move(waiting_on);
    event.current_chunk = std::max(newest_.current_chunk, stages_.indexed);
    event.stages = stages_;
    event.stages.indexed = event.current_chunk;
    event.documents.total = documents_.size() - containers_;
    event.documents.completed =
        documents_at_[static_cast<std::size_t>(Status::completed)] - containers_;
    event.documents.failed = documents_at_[static_cast<std::size_t>(Status::failed)];
    if (!current_document_ || !in_work_.contains(*current_document_)) {
        current_document_ = in_work_.empty() ? std::nullopt : std::optional{*in_work_.begin()};
    }
    event.documents.current =
        current_document_ ? documents_[*current_document_].filename : std::string{};

    const auto measured = estimate();
    event.total_is_estimate = estimated_documents_ > 0;
    // Before anything was read again after a restart, what was told then says the most.
    const auto told_total =
        told_before_.permille == 0 ? 0 : told_before_.current_chunk * 1000 / told_before_.permille;
    event.total_chunks = std::max(measured.value_or(told_total), event.current_chunk);
    // With every document failed there is nothing left to be a part of: the bar stays where it is.
    const bool can_move = measured && event.documents.failed < event.documents.total;
    if (can_move && event.total_chunks > 0) {
        const auto permille = static_cast<std::uint32_t>(std::min<std::uint64_t>(
            event.current_chunk * 1000 / event.total_chunks, permille_before_the_end
        ));
        event.permille = std::max(newest_.permille, permille);
    }

    event.chunks_per_second = rate_.per_second(now);
    event.eta_seconds.reset();
    if (measured && event.chunks_per_second > 0 && !event.waiting_on) {
        event.eta_seconds =
            static_cast<double>(event.total_chunks - event.current_chunk) / event.chunks_per_second;
    }
    return event;
}

// Tells each state between the newest and `until`, with the count of the newest: the chunks that
// `event` adds are the steps of the burst that follows.
void ProgressState::append_passed_states(
    std::vector<ProgressBurst>& told, ProgressEvent event, Status until
) {
    if (newest_.status >= until) return;
    event.current_chunk = event.stages.indexed = newest_.current_chunk;
    event.permille = newest_.permille;
    for (auto status = next_of(newest_.status); status < until; status = next_of(status)) {
        event.status = status;
        event.message = message_of(event);
        told.push_back(tell(event));
    }
}

ProgressBurst ProgressState::tell(ProgressEvent event) {
    const auto chunks = event.current_chunk - newest_.current_chunk;
    ProgressBurst burst;
    burst.steps = static_cast<std::uint32_t>(std::clamp<std::uint64_t>(chunks, 1, UINT32_MAX));
    burst.percent_floor = newest_.permille;
    event.seq = newest_.seq + burst.steps;
    newest_ = std::move(event);
    burst.newest = newest_;
    return burst;
}

}  // namespace ingestd::progress
