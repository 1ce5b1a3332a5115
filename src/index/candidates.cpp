#include "candidates.hpp"

#include <algorithm>
#include <utility>

namespace ingestd::index {
namespace {

constexpr double around_share = 0.5;

}  // namespace

Candidates::Candidates(
    std::vector<const QueryTerm*> terms, std::size_t size, std::size_t prefers_all
)
    : terms_{std::move(terms)}, size_{size}, prefers_all_{prefers_all}, best_{size} {}

std::span<const TermCount> Candidates::counts_of(std::int64_t row) const {
    const auto known = index_.find(row);
    if (known == index_.end()) return {};
    return std::span{counts_}.subspan(known->second * terms_.size(), terms_.size());
}

double Candidates::worth(std::span<const TermCount> counts, double relative_length) const {
    double sum = 0;
    for (std::size_t slot = 0; slot < counts.size(); ++slot) {
        if (counts[slot].is_found())
            sum += gain(terms_[slot]->weight, counts[slot], relative_length);
    }
    return sum;
}

void Candidates::add(
    std::int64_t row,
    const RowCounts& counts,
    const MatchScan& scan,
    const std::function<bool(std::int64_t)>& is_visible
) {
    if (!index_.emplace(row, index_.size()).second) return;
    counts_.resize(counts_.size() + terms_.size());
    const auto here = std::span{counts_}.last(terms_.size());
    const auto phrases = std::min(counts.phrases.size(), scan.phrases.size());
    for (std::size_t i = 0; i < phrases; ++i) {
        const auto* const term = scan.phrases[i];
        if (!term) continue;
        for (const auto slot : term->slots) here[slot].add(counts.phrases[i], term->share);
    }
    ScoredRow scored{row, worth(here, counts.relative_length)};
    const auto preferred = here.first(prefers_all_);
    if (prefers_all_ > 0 && std::ranges::all_of(preferred, &TermCount::is_found))
        scored.score += all_bonus;
    if (!best_.wants(scored) || !is_visible(row)) return;
    best_.add(scored);
    ++found_;
}

double Candidates::worth_around(const Around& around, double usual_words) const {
    std::vector<TermCount> sum(terms_.size());
    for (const auto row : around.rows) {
        const auto counts = counts_of(row);
        for (std::size_t slot = 0; slot < counts.size(); ++slot) {
            sum[slot].text += counts[slot].text;
            sum[slot].about = std::max(sum[slot].about, counts[slot].about);
        }
    }
    return worth(sum, usual_words > 0 ? around.words / usual_words : 1);
}

std::vector<ScoredRow> Candidates::best_first(const std::function<Around(std::int64_t)>& around
) && {
    auto best = std::move(best_).best_first();
    std::vector<Around> surroundings;
    double words = 0;
    for (const auto& scored : best) {
        surroundings.push_back(around(scored.row));
        words += surroundings.back().words;
    }
    const double usual_words = words / static_cast<double>(std::max<std::size_t>(best.size(), 1));
    for (std::size_t i = 0; i < best.size(); ++i) {
        const double bonus = best[i].score >= all_bonus ? all_bonus : 0;
        best[i].score = bonus + (1 - around_share) * (best[i].score - bonus) +
                        around_share * worth_around(surroundings[i], usual_words);
    }
    std::ranges::sort(best, BestRows::is_better);
    return best;
}

}  // namespace ingestd::index
