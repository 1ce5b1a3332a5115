#include "upload_run.hpp"

#include <algorithm>

namespace ingestd::pipeline {
namespace {

std::string shown_name(const catalog::DocumentRecord& record) {
    return record.filename.empty() ? record.key : record.filename;
}

std::vector<progress::DocumentProgress> progress_of(const catalog::UnfinishedUpload& work) {
    std::vector<progress::DocumentProgress> documents;
    documents.reserve(work.documents.size());
    for (const auto& record : work.documents) {
        documents.push_back({.filename = shown_name(record), .bytes = record.bytes, .chunks = {}});
    }
    for (const auto& outcome : work.outcomes) {
        auto& document = documents.at(outcome.ordinal);
        document.stage = outcome.status;
        document.part_read = 1;
        document.chunks = {
            .chunked = outcome.chunks,
            .enriched = outcome.chunks,
            .embedded = 0,
            .indexed = outcome.chunks};
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
      documents{work.documents},
      progress{tracker, id, progress_of(work), tracker.told_before(id).value_or(progress::Told{})},
      own_generation{work.generation},
      outcomes{std::move(work.outcomes)},
      has_outcome(documents.size()),
      is_cancelling{work.is_cancelling} {
    for (const auto& outcome : outcomes) has_outcome.at(outcome.ordinal) = true;
}

Verdict judge(const UploadRun& upload) {
    // A single document that has come to its end can be taken back no more.
    const bool is_too_late = upload.outcomes.size() == 1 && upload.documents.size() == 1 &&
                             !upload.has_to_settle() && !upload.force_recreate;
    if (upload.is_cancelling && !is_too_late) return {Status::cancelled, std::nullopt};
    const auto completed =
        std::ranges::count(upload.outcomes, Status::completed, &catalog::DocumentOutcome::status);
    if (completed > 0) return {Status::completed, std::nullopt};
    const auto first = std::ranges::find_if(upload.outcomes, [](const auto& outcome) {
        return outcome.failure.has_value();
    });
    if (first == upload.outcomes.end())
        return {Status::failed, progress::EventError{"failed", "No document could be taken in."}};
    if (upload.documents.size() == 1) {
        return {Status::failed, progress::EventError{first->failure->code, first->failure->detail}};
    }
    return {
        Status::failed,
        progress::EventError{
            "all_documents_failed",
            "None of the " + std::to_string(upload.documents.size()) +
                " documents could be taken in; the first: " + first->failure->detail}};
}

}  // namespace ingestd::pipeline
