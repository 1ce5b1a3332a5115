// One upload in work.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <ingestd/catalog/records.hpp>

#include "document_run.hpp"
#include "upload_progress.hpp"

namespace ingestd::pipeline {

// Documents of one upload that are open at the same time. Most of them wait for a commit, which
// many share.
inline constexpr std::size_t open_documents_max = 32;

// A document as its progress is told before it is begun.
progress::DocumentProgress not_begun(const catalog::DocumentRecord& record);

// How an upload ended, read off its documents.
struct Verdict {
    Status status;
    std::optional<progress::EventError> error;
};

//   thread  all but the constants and `progress` belong to the scheduler's lock
struct UploadRun {
    enum class Phase {
        waiting,    // for its collection
        ready,      // for its first turn
        starting,   // its generation is being noted
        running,    // documents are in work
        finishing,  // the catalog is being told
    };

    UploadRun(catalog::UnfinishedUpload work, progress::ProgressTracker& tracker);

    bool may_open_document() const {
        return phase == Phase::running && !is_cancelling && !is_lost() &&
               next_document < documents.size() && open.size() < open_documents_max;
    }
    bool has_turn() const {
        return phase == Phase::ready || !runnable.empty() || may_open_document();
    }
    bool is_atomic() const { return options.visibility == Visibility::atomic; }
    // Its documents can be taken back until it ends, so that end is the collection's business too.
    // Of a single document nothing is left to be undone once it is complete; a generation of its
    // own nobody else sees.
    bool has_to_settle() const { return !force_recreate && (documents.size() > 1 || is_atomic()); }
    // It brought no documents: it makes its collection anew of what that has stored.
    bool is_of_stored() const {
        return force_recreate && (documents.empty() || documents.front().stored_chunks);
    }
    // It cannot complete any more: what is left of it would be made, and perhaps paid for, in vain.
    bool is_lost() const { return has_failure && is_of_stored(); }
    // Nothing stood before it where it writes, but it has documents that are settled by its end.
    bool has_containers() const;
    // Documents that came to it after it was accepted.
    void append(const std::vector<catalog::DocumentRecord>& records);
    // It holds other documents and no text of its own.
    bool is_container(const catalog::DocumentOutcome& outcome) const;
    // Without those.
    std::size_t documents_counted() const;
    std::vector<std::string> children_that_failed() const;  // their keys
    // Every document has ended, or those that have not will not be begun.
    bool is_over() const {
        return open.empty() && (is_cancelling || is_lost() || outcomes.size() == documents.size());
    }

    const UploadId id;
    const std::string collection;
    const bool force_recreate;
    const UploadOptions options;
    const Timestamp accepted;
    const bool is_resumed;
    UploadProgress progress;

    // What is found inside of a document.
    struct Inside {
        std::uint64_t children = 0;
        std::shared_ptr<NestingBudget> budget;  // shared by all below the one that was sent
    };
    std::vector<catalog::DocumentRecord> documents;  // by ordinal, as the next two
    std::vector<Inside> inside;
    std::vector<bool> has_outcome;

    Phase phase = Phase::waiting;
    std::optional<GenerationId> own_generation;  // the one that force_recreate builds
    std::shared_ptr<index::Generation> generation;
    std::shared_ptr<index::Generation> source;  // what is_of_stored() reads
    std::size_t next_document = 0;
    std::vector<std::shared_ptr<DocumentRun>> open;
    std::vector<std::shared_ptr<DocumentRun>> runnable;  // as many as `open` at most
    std::vector<catalog::DocumentOutcome> outcomes;
    bool has_failure = false;  // of one of its documents
    bool is_cancelling = false;
    embed::Embedder* embedder = nullptr;            // makes its vectors; null: nothing does
    std::vector<enrich::Webhook*> webhooks;         // say more of its chunks
    std::string cut_by;                             // ReaderChoice's
    chunk::Reader reader;                           // bounds its chunks
    std::optional<DocumentFailure> refusal;         // why none of its documents can be indexed
    std::optional<progress::WaitingOn> put_off;     // beginning, or its end, is to be tried again
    std::optional<Verdict> verdict;                 // once it is `finishing`
    std::optional<progress::WaitingOn> waiting_on;  // besides its documents
    std::vector<std::function<void(Status)>> when_ended;
};

Verdict judge(const UploadRun& upload);

}  // namespace ingestd::pipeline
