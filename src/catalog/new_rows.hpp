// An upload's rows as it enters the catalog, inside a transaction of the caller's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/catalog/records.hpp>
#include <ingestd/sqlite/connection.hpp>

namespace ingestd::catalog {

// Whether there is a collection of that name, and how it is said that there is none.
bool has_collection(sqlite::Connection& connection, const std::string& name);
Error no_collection(const std::string& name);

// The upload, its documents and bodies, and the collection when it is new. Gives its options, with
// what the collection has for those that it does not say.
UploadOptions insert_upload(sqlite::Connection& connection, const NewUpload& upload);

// Documents that the upload comes to have later, after those that it has. Gives them with ordinals
// and keys, without their bodies.
//   errors  Errc::unknown_upload
Result<std::vector<DocumentRecord>> insert_more(
    sqlite::Connection& connection, const UploadId& upload, std::vector<DocumentRecord> documents
);

// The collection when it is new.
void set_collection_options(
    sqlite::Connection& connection,
    const std::string& name,
    const CollectionOptions& options,
    Timestamp created
);

// The parts of it. The collection, unless it is there.
void insert_collection(sqlite::Connection& connection, const std::string& name, Timestamp created);
// REQUIRES: its collection is there. Gives the upload's row; `documents` is how many there
// will be.
std::int64_t insert_upload_row(
    sqlite::Connection& connection,
    const UploadSummary& upload,
    const std::string& idempotency_key = {},
    const Sha256& fingerprint = {}
);
//   body  the row of its small body; nullopt: a blob
void insert_document_row(
    sqlite::Connection& connection,
    std::int64_t upload,
    const DocumentRecord& document,
    std::optional<std::int64_t> body
);

}  // namespace ingestd::catalog
