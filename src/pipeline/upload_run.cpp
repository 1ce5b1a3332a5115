#include "upload_run.hpp"

#include <algorithm>

namespace ingestd::pipeline {

std::string shown_name(const catalog::DocumentRecord& record) {
    return record.filename.empty() ? record.key : record.filename;
}

progress::DocumentProgress not_begun(const catalog::DocumentRecord& record) {
    progress::DocumentProgress progress{
        .filename = shown_name(record), .bytes = record.bytes, .chunks = {}};
    if (!record.stored_chunks) return progress;
    progress.stage = Status::indexing;
    progress.part_read = 1;
    progress.chunks.chunked = progress.chunks.enriched = *record.stored_chunks;
    return progress;
}

namespace {

bool is_empty(const catalog::DocumentOutcome& outcome) {
    return outcome.status == Status::completed && outcome.chunks == 0;
}

std::vector<progress::DocumentProgress> progress_of(const catalog::UnfinishedUpload& work) {
    std::vector<progress::DocumentProgress> documents;
    documents.reserve(work.documents.size());
    std::vector<bool> holds_others(work.documents.size());
    for (const auto& record : work.documents) {
        documents.push_back(not_begun(record));
        if (record.parent) holds_others.at(*record.parent) = true;
    }
    for (const auto& outcome : work.outcomes) {
        auto& document = documents.at(outcome.ordinal);
        document.stage = outcome.status;
        document.part_read = 1;
        document.chunks = {
            .chunked = outcome.chunks,
            .enriched = outcome.chunks,
            .embedded = outcome.embedded,
            .indexed = outcome.chunks,
            .reused = outcome.reused};
        document.is_container = is_empty(outcome) && holds_others.at(outcome.ordinal);
    }
    return documents;
}

}  // namespace

UploadRun::UploadRun(catalog::UnfinishedUpload work, progress::ProgressTracker& tracker)
    : id{work.summary.id},
      collection{work.summary.collection},
      force_recreate{work.summary.force_recreate},
      options{work.summary.options},
      accepted{work.summary.received},
      is_resumed{work.is_resumed},
      progress{tracker, id, progress_of(work), tracker.told_before(id).value_or(progress::Told{})},
      own_generation{work.generation},
      outcomes{std::move(work.outcomes)},
      is_cancelling{work.is_cancelling} {
    append(work.documents);
    for (const auto& outcome : outcomes) {
        has_outcome.at(outcome.ordinal) = true;
        has_failure |= outcome.failure.has_value();
    }
}

// Each level below it counts against the one that was sent. What is stored was let in before.
void UploadRun::append(const std::vector<catalog::DocumentRecord>& records) {
    for (const auto& record : records) {
        const auto* outer = record.parent ? &inside.at(*record.parent) : nullptr;
        if (outer) ++inside.at(*record.parent).children;
        if (outer && !record.stored_chunks) {
            outer->budget->take_document();
            outer->budget->take_bytes(record.bytes);
        }
        inside.push_back(
            {.budget = outer ? outer->budget : std::make_shared<NestingBudget>(record.bytes)}
        );
        documents.push_back(record);
        has_outcome.push_back(false);
    }
}

bool UploadRun::is_container(const catalog::DocumentOutcome& outcome) const {
    return is_empty(outcome) && inside.at(outcome.ordinal).children > 0;
}

bool UploadRun::has_containers() const {
    return std::ranges::any_of(inside, [](const Inside& found) { return found.children > 0; });
}

std::size_t UploadRun::documents_counted() const {
    const auto containers =
        std::ranges::count_if(outcomes, [this](const auto& ended) { return is_container(ended); });
    return documents.size() - static_cast<std::size_t>(containers);
}

std::vector<std::string> UploadRun::children_that_failed() const {
    std::vector<std::string> keys;
    for (const auto& outcome : outcomes) {
        const auto& record = documents.at(outcome.ordinal);
        if (outcome.failure && !record.container.empty()) keys.push_back(record.key);
    }
    return keys;
}

Verdict judge(const UploadRun& upload) {
    // A single document that has come to its end can be taken back no more.
    const bool is_too_late = upload.outcomes.size() == 1 && upload.documents.size() == 1 &&
                             !upload.has_to_settle() && !upload.force_recreate;
    if (upload.is_cancelling && !is_too_late) return {Status::cancelled, std::nullopt};
    // Whatever failed would be lost.
    const auto failed = std::ranges::find_if(upload.outcomes, [](const auto& outcome) {
        return outcome.failure.has_value();
    });
    if (upload.is_of_stored() && failed != upload.outcomes.end()) {
        return {
            Status::failed, progress::EventError{failed->failure->code, failed->failure->detail}};
    }
    const auto is_taken_in = [&](const catalog::DocumentOutcome& outcome) {
        return outcome.status == Status::completed && !upload.is_container(outcome);
    };
    if (std::ranges::any_of(upload.outcomes, is_taken_in)) return {Status::completed, std::nullopt};
    if (failed == upload.outcomes.end())
        return {Status::failed, progress::EventError{"failed", "No document could be taken in."}};
    const auto documents = upload.documents_counted();
    if (documents == 1) {
        return {
            Status::failed, progress::EventError{failed->failure->code, failed->failure->detail}};
    }
    return {
        Status::failed,
        progress::EventError{
            "all_documents_failed",
            "None of the " + std::to_string(documents) +
                " documents could be taken in; the first: " + failed->failure->detail}};
}

}  // namespace ingestd::pipeline
