// The chunks that a filter allows.
#pragma once

#include <cstdint>
#include <vector>

#include <ingestd/document/filter.hpp>
#include <ingestd/sqlite/connection.hpp>
#include <ingestd/vector/row_set.hpp>

namespace ingestd::index {

// Of visible documents alone; and what was found of each complete document, which does not change
// any more: whoever asks again later looks only at those that have come since.
class AllowedRows {
public:
    AllowedRows() = default;
    // Looks at every document, and at chunks only of those whose own fields leave it open; what
    // `earlier` knows is taken from there.
    // REQUIRES: `earlier` is of the same filter and of the same generation
    AllowedRows(
        sqlite::Connection& connection, const Filter& filter, const AllowedRows& earlier = {}
    );

    const vector::RowSet& rows() const { return rows_; }

    // How much memory it holds, about.
    std::size_t bytes() const;

private:
    class Judge;

    // Those of `runs_` before `runs_end`, from where the document before ends.
    struct Judged {
        std::int64_t document = 0;
        std::size_t runs_end = 0;
    };

    std::vector<Judged> judged_;             // ascending
    std::vector<vector::RowSet::Run> runs_;  // document by document
    vector::RowSet rows_;
};

}  // namespace ingestd::index
