// How often each phrase of a MATCH expression stands in a row: the FTS5 auxiliary function
// `ingestd_counts`.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <ingestd/sqlite/connection.hpp>

#include "term_weights.hpp"

namespace ingestd::index {

// More than any query and its feedback have.
inline constexpr std::size_t phrases_max = 256;

// What the function answers, as a BLOB: the relative length in a TermCount's first half and
// whether any phrase stands elsewhere than in the title in its second, then one for each phrase in
// its order. FTS5's own bm25() would walk through all that each phrase has.
//   errors  throws sqlite::Failure
void register_row_counts(sqlite::Connection& connection);

//   is_in_chunk  a phrase stands in the chunk, not in its document's title alone
struct RowCounts {
    double relative_length = 1;
    bool is_in_chunk = true;
    std::vector<TermCount> phrases;
};
RowCounts read_row_counts(std::string_view blob);

}  // namespace ingestd::index
