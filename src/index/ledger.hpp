// What is written to a generation, each inside a transaction of the caller's.
//
// The ledger has one row a version of a document. A version is visible from its first chunk on
// where its key has no other; else it is written hidden, and completing it shows it and hides or
// removes the one before in the same transaction (succession.hpp). So of one key searchers see
// exactly one version.
#pragma once

#include <optional>
#include <vector>

#include <ingestd/index/generation.hpp>
#include <ingestd/sqlite/connection.hpp>

namespace ingestd::index {

//   errors  Errc::other_embedding
Result<OpenedDocument> open_document(
    sqlite::Connection& connection, const DocumentEntry& entry, Timestamp now
);

//   errors  Errc::{unknown_document, gap, other_embedding}
Result<void> commit_chunks(
    sqlite::Connection& connection, DocumentRow row, const std::vector<Chunk>& chunks
);

//   errors  Errc::{unknown_document, incomplete}
Result<Placed> complete_document(
    sqlite::Connection& connection,
    DocumentRow row,
    const DocumentSummary& summary,
    PlacingRules rules,
    Timestamp now
);

// A visible document and those inside of it: the keys of all that went.
std::vector<std::string> remove_visible(sqlite::Connection& connection, const DocumentId& id);

}  // namespace ingestd::index
