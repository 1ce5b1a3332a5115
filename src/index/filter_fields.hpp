// What a document has in the fields that a filter asks for.
#pragma once

#include <string_view>
#include <vector>

#include <ingestd/document/filter.hpp>
#include <ingestd/sqlite/statement.hpp>

namespace ingestd::index {

// The values at `key` in the user's metadata, outer members first, joined by dots; a member whose
// name has dots is found, too. A list has those of its elements. No JSON has none.
std::vector<FilterValue> metadata_values(std::string_view metadata, std::string_view key);

// Of a row of find_filtered: its values in a field of its document.
std::vector<FilterValue> document_values(const sqlite::Query& row, const Condition& condition);

// Of a row of list_chunk_fields: its values in a field of a chunk; of a row of list_chunk_findings
// also in one that is_found().
std::vector<FilterValue> chunk_values(const sqlite::Query& row, const Condition& condition);

}  // namespace ingestd::index
