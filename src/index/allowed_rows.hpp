// The chunks that a filter allows.
#pragma once

#include <ingestd/document/filter.hpp>
#include <ingestd/sqlite/connection.hpp>
#include <ingestd/vector/row_set.hpp>

namespace ingestd::index {

// Of visible documents alone. Looks at every document, and at chunks only of those whose own fields
// leave it open.
vector::RowSet allowed_rows(sqlite::Connection& connection, const Filter& filter);

}  // namespace ingestd::index
