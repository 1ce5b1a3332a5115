// Those rows that may be among the best, as far as bounds can tell.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <limits>
#include <vector>

#include <ingestd/vector/row_set.hpp>

namespace ingestd::vector {

// A row whose score lies within bounds.
struct Candidate {
    Row row = 0;
    float at_least = 0;
    float at_most = 0;
};

// Keeps every row that may be among the `limit` best: whose upper bound reaches the limit-th best
// of all lower bounds. Pure.
class Candidates {
public:
    static constexpr float nothing = -std::numeric_limits<float>::infinity();

    // Of more than `most` that are alike those with the lower upper bounds are lost.
    Candidates(std::size_t limit, std::size_t most) : limit_{limit}, most_{most} {}

    // What an upper bound has to reach. Only rises.
    float threshold() const { return threshold_; }
    // From elsewhere: of so many rows the limit-th best has at least that score.
    void raise(float threshold) { threshold_ = std::max(threshold_, threshold); }

    void add(const Candidate& candidate) {
        if (candidate.at_most < threshold_) return;
        rows_.push_back(candidate);
        note_lower_bound(candidate.at_least);
        if (rows_.size() >= 2 * most_) shrink();
    }

    void add_all(Candidates&& others) {
        lost_ = std::max(lost_, others.lost_);
        for (const auto& row : others.rows_) add(row);
    }

    struct Rows {
        std::vector<Candidate> best_first;  // by upper bounds, equal ones by row
        float lost = nothing;               // what a row that is not among these may score at most
    };
    // Those that still reach the threshold. A row that does not is below `limit` others for
    // certain.
    Rows take() && {
        shrink();
        std::sort(rows_.begin(), rows_.end(), is_better);
        return {std::move(rows_), lost_};
    }

private:
    static bool is_better(const Candidate& a, const Candidate& b) {
        return a.at_most != b.at_most ? a.at_most > b.at_most : a.row < b.row;
    }

    void note_lower_bound(float bound) {
        if (best_bounds_.size() == limit_) {
            if (bound <= best_bounds_.front()) return;
            std::pop_heap(best_bounds_.begin(), best_bounds_.end(), std::greater{});
            best_bounds_.pop_back();
        }
        best_bounds_.push_back(bound);
        std::push_heap(best_bounds_.begin(), best_bounds_.end(), std::greater{});
        if (best_bounds_.size() == limit_) raise(best_bounds_.front());
    }

    void shrink() {
        std::erase_if(rows_, [&](const Candidate& row) { return row.at_most < threshold_; });
        if (rows_.size() <= most_) return;
        const auto end = rows_.begin() + static_cast<std::ptrdiff_t>(most_);
        std::nth_element(rows_.begin(), end, rows_.end(), is_better);
        lost_ = std::max(lost_, end->at_most);
        rows_.erase(end, rows_.end());
    }

    std::size_t limit_;
    std::size_t most_;
    float threshold_ = nothing;
    float lost_ = nothing;
    std::vector<Candidate> rows_;
    std::vector<float> best_bounds_;  // a heap, the least in front
};

}  // namespace ingestd::vector
