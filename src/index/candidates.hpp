// The chunks that the passes of one search have counted terms in, and which of them are the best.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

#include "best_rows.hpp"
#include "match_scan.hpp"
#include "row_counts.hpp"

namespace ingestd::index {

// Added to the score of a chunk that has every term where that is asked for: more than any sum of
// weights.
inline constexpr double all_bonus = 1e6;

class Candidates {
public:
    //   terms        by their slots
    //   size         how many stay
    //   prefers_all  chunks with each of the first so many terms come first; 0: none
    Candidates(std::vector<const QueryTerm*> terms, std::size_t size, std::size_t prefers_all);

    bool is_full() const { return found_ >= size_; }

    //   is_visible  asked of those alone that would stay
    void add(
        std::int64_t row,
        const RowCounts& counts,
        const MatchScan& scan,
        const std::function<bool(std::int64_t)>& is_visible
    );

    // A chunk among those around it.
    struct Around {
        std::vector<std::int64_t> rows;
        double words = 0;
    };

    // Best first. What a chunk is worth is half its own and half that of it with what stands around
    // it: terms of a question seldom fall all into one passage.
    std::vector<ScoredRow> best_first(const std::function<Around(std::int64_t)>& around) &&;

private:
    std::span<const TermCount> counts_of(std::int64_t row) const;
    double worth(std::span<const TermCount> counts, double relative_length) const;
    double worth_around(const Around& around, double usual_words) const;

    const std::vector<const QueryTerm*> terms_;
    const std::size_t size_;
    const std::size_t prefers_all_;
    std::size_t found_ = 0;
    BestRows best_;
    std::unordered_map<std::int64_t, std::size_t> index_;  // of a row's counts, in rows
    std::vector<TermCount> counts_;                        // terms_.size() a row
};

}  // namespace ingestd::index
