// A row of a statement as the record that it is.
#pragma once

#include <string>
#include <vector>

#include <ingestd/catalog/records.hpp>
#include <ingestd/sqlite/statement.hpp>

namespace ingestd::catalog {

struct UploadRow {
    UploadSummary summary;
    std::optional<GenerationId> generation;
    bool is_cancelling = false;
};
// Of list_documents.
struct DocumentRow {
    DocumentRecord record;  // without its body
    std::optional<DocumentOutcome> outcome;
};

UploadRow read_upload(const sqlite::Query& row);
DocumentRow read_document(const sqlite::Query& row);
CollectionRecord read_collection(const sqlite::Query& row);

// As they stand in a column.
std::int64_t stored(Timestamp time);
std::string stored(const std::vector<std::string>& sentences);

}  // namespace ingestd::catalog
