// The catalog's values: what was promised.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/digest.hpp>
#include <ingestd/base/id.hpp>
#include <ingestd/document/collection_options.hpp>
#include <ingestd/document/document_failure.hpp>
#include <ingestd/document/status.hpp>
#include <ingestd/document/upload_options.hpp>

namespace ingestd::catalog {

// One document of an upload.
//   ordinal   0, 1, 2 … in the order of the upload
//   key       what it is within its collection: its `id`, else its file name, else its hash
//   filename  as given, may be empty; content_type likewise
//   metadata  the user's JSON object as text, "{}" when none
//   body      the bytes themselves where they are small; nullopt: a blob named by sha256
//   parent    the ordinal of the document of this upload that it was found inside of, if it was
//   container the key under which that one stands in the collection; empty: none
//   depth     how many documents it is inside of
//   stored_chunks  it is made of so many that its collection has, not of its bytes; nullopt: of
//             these
struct DocumentRecord {
    std::uint32_t ordinal = 0;
    std::string key;
    std::string filename;
    std::string content_type;
    std::string metadata = "{}";
    Sha256 sha256;
    std::uint64_t bytes = 0;
    std::optional<std::string> body;
    std::optional<std::uint32_t> parent{};
    std::string container{};
    std::uint32_t depth = 0;
    std::optional<std::uint64_t> stored_chunks{};

    friend bool operator==(const DocumentRecord&, const DocumentRecord&) = default;
};

//   options          what it says itself, else defaults; those of the collection come in when it is
//                    accepted
//   said             which of options.chunking it says itself
//   documents        none, with force_recreate: those that the collection has (add_documents)
//   idempotency_key  the client's name for this request; empty: it gave none
//   fingerprint      of what was asked, where there is a key
struct NewUpload {
    UploadId id;
    std::string collection;
    bool force_recreate = false;
    UploadOptions options;
    Timestamp received;
    std::vector<DocumentRecord> documents;
    std::string idempotency_key{};
    Sha256 fingerprint{};
    ChunkingChoice said{};
};

// The upload that a request has led to: its own, or the one that the same key stands for.
//   options  it was accepted with, unless it is a replay
struct Admission {
    UploadId id;
    Timestamp received;
    std::uint64_t documents = 0;
    bool is_replay = false;
    UploadOptions options{};
};

// How long the stages had a document in work.
struct StageTimes {
    std::chrono::microseconds extract{};
    std::chrono::microseconds chunk{};
    std::chrono::microseconds enrich{};
    std::chrono::microseconds index{};

    friend bool operator==(const StageTimes&, const StageTimes&) = default;
};

// How one document ended, for `results`.
//   chunks    committed and (unless failed or cancelled) found by search
//   replaced       chunks of the older version under the same key that went
//   is_superseded  an upload that was accepted later has brought the key: its version stands
//   is_skipped     the key was there already, and OnSameKey::skip left it as it was
//   kept_as        the numbered key that OnSameKey::keep gave it
struct DocumentOutcome {
    std::uint32_t ordinal = 0;
    Status status = Status::completed;
    std::uint64_t chunks = 0;
    std::uint32_t pages = 0;
    bool is_unchanged = false;
    std::optional<std::uint64_t> replaced{};
    std::vector<std::string> warnings{};
    std::optional<DocumentFailure> failure{};
    StageTimes times{};
    bool is_superseded = false;
    bool is_skipped = false;
    std::optional<std::string> kept_as{};
    std::uint64_t embedded = 0;
    std::uint64_t reused = 0;

    friend bool operator==(const DocumentOutcome&, const DocumentOutcome&) = default;
};

// How often a document was read in vain.
//   tries          begun and not ended in order, none of which committed more chunks
//   helper_deaths  helpers that crashed on it, ever
struct Tries {
    std::uint32_t tries = 0;
    std::uint32_t helper_deaths = 0;

    friend bool operator==(const Tries&, const Tries&) = default;
};

// One row of `results`: a document and, once it has ended, how.
//   parent  the document that it was found inside of
struct DocumentResult {
    DocumentId document_id;
    std::uint32_t ordinal = 0;
    std::string key;
    std::string filename;
    Sha256 sha256;
    std::uint64_t bytes = 0;
    std::optional<DocumentId> parent{};
    std::optional<DocumentOutcome> outcome;
};

//   terminal_event  the last event's JSON; empty while the upload is unfinished
//   ended           nullopt likewise
//   retry_of        the upload whose failed documents this one takes again
struct UploadSummary {
    UploadId id;
    std::string collection;
    bool force_recreate = false;
    UploadOptions options;
    Timestamp received;
    Status status = Status::received;
    std::uint64_t documents = 0;
    std::string terminal_event;
    std::optional<Timestamp> ended{};
    std::optional<UploadId> retry_of{};
};

// What a restart has to go on with. The bodies stay in the catalog until asked for.
//   generation  set where this upload builds a generation of its own (force_recreate)
//   is_resumed     a run of the server before this one may have begun it
//   is_cancelling  it was cancelled, and what it had indexed is partly removed
struct UnfinishedUpload {
    UploadSummary summary;
    bool is_resumed = false;
    bool is_cancelling = false;
    std::optional<GenerationId> generation;
    std::vector<DocumentRecord> documents;  // without bodies
    std::vector<DocumentOutcome> outcomes;  // of those that had ended
};

//   is_written  documents have completed in its generation: the file of that is there
struct CollectionRecord {
    std::string name;
    GenerationId generation;
    Timestamp created;
    bool is_written = false;
    CollectionOptions options{};
};

// A page of a list, newest first.
//   next_cursor  opaque; empty on the last page
struct UploadPage {
    std::vector<UploadSummary> uploads;
    std::string next_cursor;
};
//   since, until  when it was received: from `since` on, before `until`
struct UploadQuery {
    std::optional<Status> status{};  // received means: any that is unfinished
    std::string collection{};        // empty: every one
    std::optional<Timestamp> since{};
    std::optional<Timestamp> until{};
    std::uint32_t limit = 100;
    std::string cursor{};
};

// A document of an upload that has ended whose bytes are kept, though no retry may ask for them:
// they are needed only as long as the document stands in its collection.
//   upload_row  the catalog's own number of the upload
//   is_pruned   the upload is out of the history
//   has_completed  it has stood in its collection, and may still
struct HeldBytes {
    std::int64_t upload_row = 0;
    UploadId upload;
    std::uint32_t ordinal = 0;
    std::string collection;
    bool is_pruned = false;
    bool has_completed = false;
};

// A key under which an upload put a newer version in the place of an older one.
struct ReplacedKey {
    std::uint32_t ordinal = 0;
    std::string key;
    std::string collection;
};

// An upload that has ended, and the catalog's own number of it.
struct EndedUpload {
    std::int64_t row = 0;
    UploadId id;
    bool is_pruned = false;
};

}  // namespace ingestd::catalog
