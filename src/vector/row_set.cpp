#include <algorithm>
#include <cassert>

#include <ingestd/vector/row_set.hpp>

namespace ingestd::vector {

RowSet::RowSet(std::vector<Row> rows) {
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    for (const Row row : rows) append(row);
}

void RowSet::append(Row first, Row last) {
    assert(first <= last && (runs_.empty() || first > runs_.back().last));
    if (!runs_.empty() && runs_.back().last + 1 == first) {
        runs_.back().last = last;
    } else {
        runs_.push_back({first, last});
    }
    size_ += static_cast<std::uint64_t>(last - first) + 1;
}

bool RowSet::contains(Row row) const {
    const auto run =
        std::lower_bound(runs_.begin(), runs_.end(), row, [](const Run& one, Row wanted) {
            return one.last < wanted;
        });
    return run != runs_.end() && run->first <= row;
}

}  // namespace ingestd::vector
