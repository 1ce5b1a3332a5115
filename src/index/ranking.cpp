#include "ranking.hpp"

#include <algorithm>
#include <unordered_set>

#include <ingestd/index/generation.hpp>

#include "corrections.hpp"

namespace ingestd::index {
namespace {

// A phrase that nobody wrote so may be found by its words.
std::vector<UserTerm> without_phrases(std::vector<UserTerm> asked) {
    for (auto& term : asked) {
        if (term.kind == UserTerm::Kind::phrase && !term.is_excluded)
            term.kind = UserTerm::Kind::words;
    }
    return asked;
}

}  // namespace

Ranking::Ranking(
    LexicalSearch& search, const std::vector<UserTerm>& asked, const WordsTokenizer& tokenizer
)
    : search_{search}, asked_{to_query_terms(asked, search.languages(), tokenizer)} {
    terms_ = asked_;
    rows_ = search_.find(terms_, ordered_min);
    if (rows_.empty()) {
        asked_ = to_query_terms(without_phrases(asked), search.languages(), tokenizer);
        correct(asked_, search_, tokenizer);
        terms_ = asked_;
        rows_ = search_.find(terms_, ordered_min);
    }
    is_all_ = rows_.size() < ordered_min;
}

const std::vector<ScoredRow>& Ranking::first(std::size_t count) {
    if (count > rows_.size() && !is_all_) find_further();
    return rows_;
}

void Ranking::find_further() {
    is_all_ = true;
    auto terms = asked_;
    std::unordered_set<std::int64_t> known;
    for (const auto& scored : rows_) known.insert(scored.row);
    const auto least = rows_.back().score;
    for (const auto& scored : search_.find(terms, ranked_max)) {
        if (rows_.size() == ranked_max) return;
        // Among more of them it may have got another score; but it stands behind the first.
        if (!known.contains(scored.row))
            rows_.push_back({scored.row, std::min(scored.score, least)});
    }
}

}  // namespace ingestd::index
