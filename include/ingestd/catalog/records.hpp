// The catalog's values: what was promised.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/digest.hpp>
#include <ingestd/base/id.hpp>
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
struct DocumentRecord {
    std::uint32_t ordinal = 0;
    std::string key;
    std::string filename;
    std::string content_type;
    std::string metadata = "{}";
    Sha256 sha256;
    std::uint64_t bytes = 0;
    std::optional<std::string> body;

    friend bool operator==(const DocumentRecord&, const DocumentRecord&) = default;
};

struct NewUpload {
    UploadId id;
    std::string collection;
    bool force_recreate = false;
    UploadOptions options;
    Timestamp received;
    std::vector<DocumentRecord> documents;
};

// How one document ended, for `results`.
//   chunks    committed and (unless failed or cancelled) found by search
//   replaced  chunks of the older version under the same key that went
struct DocumentOutcome {
    std::uint32_t ordinal = 0;
    Status status = Status::completed;
    std::uint64_t chunks = 0;
    std::uint32_t pages = 0;
    bool is_unchanged = false;
    std::optional<std::uint64_t> replaced{};
    std::vector<std::string> warnings{};
    std::optional<DocumentFailure> failure{};

    friend bool operator==(const DocumentOutcome&, const DocumentOutcome&) = default;
};

// One row of `results`: a document and, once it has ended, how.
struct DocumentResult {
    DocumentId document_id;
    std::uint32_t ordinal = 0;
    std::string key;
    std::string filename;
    std::uint64_t bytes = 0;
    std::optional<DocumentOutcome> outcome;
};

//   terminal_event  the last event's JSON; empty while the upload is unfinished
struct UploadSummary {
    UploadId id;
    std::string collection;
    bool force_recreate = false;
    UploadOptions options;
    Timestamp received;
    Status status = Status::received;
    std::uint64_t documents = 0;
    std::string terminal_event;
};

// What a restart has to go on with. The bodies stay in the catalog until asked for.
//   generation  set where this upload builds a generation of its own (force_recreate)
struct UnfinishedUpload {
    UploadSummary summary;
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
};

// A page of a list, newest first.
//   next_cursor  opaque; empty on the last page
struct UploadPage {
    std::vector<UploadSummary> uploads;
    std::string next_cursor;
};
struct UploadQuery {
    std::optional<Status> status{};  // received means: any that is unfinished
    std::string collection{};        // empty: every one
    std::uint32_t limit = 100;
    std::string cursor{};
};

}  // namespace ingestd::catalog
