// The best chunks for a query, in bounded time.
//
//   1. Terms are counted; what a chunk gains by one falls with how many have it.
//   2. The rarest terms whose chunks together are few enough drive: only chunks with one of them
//      are looked at. Every other term adds to the score of these. Where even the rarest word is
//      too frequent, chunks with all words are looked at first, then those with a rare variant,
//      and with any one term while hits are lacking.
//   3. The best are ordered by what stands around them, too (candidates.hpp).
//   4. Words that the best chunks share (feedback.hpp) take part in a second pass with small
//   weight, and so does what they define of the query's own (abbreviations.hpp).
// Other ways to write a word (variants.hpp) are looked for like words, and count for theirs.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include <ingestd/vector/row_set.hpp>

#include "candidates.hpp"
#include "feedback.hpp"
#include "match_scan.hpp"
#include "query_terms.hpp"
#include "term_counts.hpp"

namespace ingestd::index {

// A pass over so many rows takes some tens of milliseconds, whatever a collection holds.
inline constexpr std::int64_t pass_rows = 5'000;

// So many at least are put in order by what stands around them.
inline constexpr std::size_t ordered_min = 100;

// REQUIRES: the connection is in one transaction as long as this lives.
class LexicalSearch {
public:
    //   allowed   that may be found, of visible documents; null: all. Lives as long as this
    //   rows_max  that a pass looks at; a term that more have is frequent
    LexicalSearch(
        sqlite::Connection& connection,
        TermCounts& counts,
        const WordsTokenizer& tokenizer,
        std::string languages,
        const vector::RowSet* allowed = nullptr,
        std::int64_t rows_max = pass_rows
    );

    // Visible chunks, best first. Their score is higher the better, and above 0.
    std::vector<ScoredRow> find(QueryTerms& terms, std::size_t limit);

    std::int64_t count(const QueryTerm& term);
    const std::string& languages() const { return languages_; }

private:
    void weigh(QueryTerms& terms);
    bool is_quick(const QueryTerm& variant);
    void keep_known(std::vector<QueryTerm>& variants);
    double rarity(std::int64_t count) const;
    std::vector<ScoredRow> pass(
        QueryTerms& terms, std::vector<QueryTerm>& shared, std::size_t size
    );
    void widen(
        std::span<const QueryTerm* const> wanted,
        std::span<const QueryTerm* const> variants,
        std::span<const QueryTerm* const> shared,
        ScanParts parts,
        Candidates& candidates
    );
    Candidates::Around around(std::int64_t row);
    void scan(const ScanParts& parts, Candidates& candidates);
    void scan_rows(
        sqlite::Query rows,
        const MatchScan& planned,
        Candidates& candidates,
        const std::function<bool(std::int64_t)>& goes_on
    );
    std::vector<vector::RowSet::Run> spans_for(const ScanParts& parts) const;
    std::vector<ScoredRow> of_distinct_documents(const std::vector<ScoredRow>& best);
    bool add_abbreviations(QueryTerms& terms, const std::vector<ScoredRow>& best);
    std::vector<QueryTerm> shared_words(QueryTerms& terms, const std::vector<ScoredRow>& best);

    sqlite::Connection& connection_;
    TermCounts& counts_;
    const WordsTokenizer& tokenizer_;
    const std::string languages_;
    const vector::RowSet* const allowed_;
    const std::int64_t rows_max_;
    std::int64_t chunks_ = 0;
    std::int64_t rows_asked_ = 0;  // that match, whether they are allowed or not; of filters alone
    std::unordered_map<std::int64_t, std::int64_t> document_of_;  // of chunks that were best once
};

}  // namespace ingestd::index
