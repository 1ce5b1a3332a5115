// The chunks that match what a user typed, best first, as far as somebody asks for them.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "lexical_search.hpp"
#include "user_query.hpp"

namespace ingestd::index {

// How many are asked for does not change what comes first: the best `ordered_min` are put in order
// among themselves, and what further ones there are, to `ranked_max`, behind these. So the pages of
// one query do not overlap.
// REQUIRES: `search` and `tokenizer` live as long as this.
class Ranking {
public:
    Ranking(
        LexicalSearch& search, const std::vector<UserTerm>& asked, const WordsTokenizer& tokenizer
    );

    // At least `count` of them, or all. Valid until the next call.
    const std::vector<ScoredRow>& first(std::size_t count);

    // What was looked for in the end: without phrases that nobody wrote, with slips corrected.
    const QueryTerms& terms() const { return terms_; }

private:
    void find_further();

    LexicalSearch& search_;
    QueryTerms asked_;  // not yet weighed
    QueryTerms terms_;
    std::vector<ScoredRow> rows_;
    bool is_all_ = false;
};

}  // namespace ingestd::index
