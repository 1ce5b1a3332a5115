// A row of a statement as the value that it is, and values as they stand in a column.
#pragma once

#include <string>
#include <vector>

#include <ingestd/index/generation.hpp>
#include <ingestd/sqlite/statement.hpp>

namespace ingestd::index {

// Of list_chunks and find_hit, from column 0.
inline constexpr int chunk_columns = 17;
StoredChunk read_chunk(const sqlite::Query& row);

// Of list_documents and find_document: without its pages.
struct DocumentVersion {
    DocumentRow row = 0;
    StoredDocument document;
};
DocumentVersion read_document(const sqlite::Query& row);

// Facts, title, language and how many documents are inside; what else a summary tells stands in
// columns of its own.
std::string to_json(const DocumentSummary& summary);
DocumentSummary parse_summary(std::string_view json);

// A document's title: what its summary tells, and as its first chunk shows it (`lead`) before
// there is one.
std::string title_of(std::string_view summary, std::string_view lead);

// Several short texts in one column, as words of which the full-text index can be told.
std::string join(const std::vector<std::string>& parts);
std::vector<std::string> split(std::string_view joined);

inline std::int64_t stored(Timestamp time) {
    return time.time_since_epoch().count();
}

}  // namespace ingestd::index
