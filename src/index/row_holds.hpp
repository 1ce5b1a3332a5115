// Whether a set has a row: the SQL function `ingestd_holds(set, row)`.
#pragma once

#include <ingestd/sqlite/connection.hpp>
#include <ingestd/vector/row_set.hpp>

namespace ingestd::index {

//   errors  throws sqlite::Failure
void register_row_holds(sqlite::Connection& connection);

// REQUIRES: `rows` lives as long as `query`.
void bind_rows(sqlite::Query& query, const char* name, const vector::RowSet& rows);

}  // namespace ingestd::index
