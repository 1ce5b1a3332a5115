// A set of rows as a few spans that hold it.
#pragma once

#include <cstddef>
#include <vector>

#include <ingestd/vector/row_set.hpp>

namespace ingestd::index {

// At most `most` spans, the last first, that leave out the widest gaps of the set. Pure.
std::vector<vector::RowSet::Run> widest_apart(const vector::RowSet& rows, std::size_t most);

}  // namespace ingestd::index
