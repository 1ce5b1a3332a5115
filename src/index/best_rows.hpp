// The best of many rows, and no more than are asked for.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ingestd::index {

struct ScoredRow {
    std::int64_t row = 0;
    double score = 0;
};

// Of two that are worth the same, the older one is the better.
class BestRows {
public:
    explicit BestRows(std::size_t size) : size_{size} {}

    // Whether it would stay.
    bool wants(const ScoredRow& offered) const {
        return rows_.size() < size_ || is_better(offered, rows_.front());
    }
    void add(const ScoredRow& offered) {
        if (rows_.size() == size_) {
            std::pop_heap(rows_.begin(), rows_.end(), is_better);
            rows_.pop_back();
        }
        rows_.push_back(offered);
        std::push_heap(rows_.begin(), rows_.end(), is_better);
    }
    std::vector<ScoredRow> best_first() && {
        std::sort_heap(rows_.begin(), rows_.end(), is_better);
        return std::move(rows_);
    }

    static bool is_better(const ScoredRow& one, const ScoredRow& other) {
        return one.score != other.score ? one.score > other.score : one.row < other.row;
    }

private:
    const std::size_t size_;
    std::vector<ScoredRow> rows_;  // a heap, the worst in front
};

}  // namespace ingestd::index
