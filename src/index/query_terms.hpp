// The terms of a query as the full-text index knows them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "user_query.hpp"
#include "words_tokenizer.hpp"

namespace ingestd::index {

// A word, two neighbours in a script without spaces, or several words in their order.
//   text         as the user wrote it
//   key          its stems: what two terms have alike that are the same
//   count        chunks that have it, roughly
//   weight       what a chunk gains by it, at most
struct QueryTerm {
    std::string text;
    std::string key;
    bool is_prefix = false;
    std::int64_t count = 0;
    double weight = 0;
    std::size_t slot = 0;  // its place among those that a search counts

    // Its FTS5 expression, to be stemmed in `languages`.
    std::string expression(std::string_view languages) const;
};

//   required  phrases: no hit without them
//   wanted    the more of these the better
//   excluded  no hit with one of them
struct QueryTerms {
    std::vector<QueryTerm> required;
    std::vector<QueryTerm> wanted;
    std::vector<QueryTerm> excluded;

    bool is_empty() const { return required.empty() && wanted.empty(); }
};

// Words that say nothing are left out, unless there is nothing else. A word that stands there twice
// is wanted once, with twice the weight (`weight` is how often).
//   languages  of the collection, joined by commas
QueryTerms to_query_terms(
    const std::vector<UserTerm>& asked, std::string_view languages, const WordsTokenizer& tokenizer
);

}  // namespace ingestd::index
