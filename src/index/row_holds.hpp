// Whether a set has a row: the SQL function `ingestd_holds(asked, row)`.
#pragma once

#include <cstdint>

#include <ingestd/sqlite/connection.hpp>
#include <ingestd/vector/row_set.hpp>

namespace ingestd::index {

//   count  how many rows were asked about
struct AskedRows {
    const vector::RowSet* rows = nullptr;
    std::int64_t count = 0;
};

//   errors  throws sqlite::Failure
void register_row_holds(sqlite::Connection& connection);

// REQUIRES: `asked` lives as long as `query`.
void bind_rows(sqlite::Query& query, const char* name, AskedRows& asked);

}  // namespace ingestd::index
