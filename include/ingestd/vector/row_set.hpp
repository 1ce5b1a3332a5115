// Rows by their ids, kept as runs of neighbours.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ingestd::vector {

// The id of a row of the table that holds the vectors; above zero.
using Row = std::int64_t;

// The chunks of a document stand beside each other, so a filter of many rows is few runs.
//   thread  any may read at the same time
class RowSet {
public:
    // Both ends belong to it.
    struct Run {
        Row first = 0;
        Row last = 0;

        friend bool operator==(const Run&, const Run&) = default;
    };

    RowSet() = default;
    // In any order, also more than once.
    explicit RowSet(std::vector<Row> rows);

    // REQUIRES: `row` (`first`) is above all that is in it; first <= last
    void append(Row row) { append(row, row); }
    void append(Row first, Row last);

    bool contains(Row row) const;
    bool is_empty() const { return runs_.empty(); }
    // How many rows.
    std::uint64_t size() const { return size_; }

    // Ascending, with gaps between them.
    std::span<const Run> runs() const { return runs_; }

    friend bool operator==(const RowSet&, const RowSet&) = default;

private:
    std::vector<Run> runs_;
    std::uint64_t size_ = 0;
};

}  // namespace ingestd::vector
