// Other ways to write what a query says: spellings, here, and abbreviations (abbreviations.hpp).
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "query_terms.hpp"

namespace ingestd::index {

// An occurrence of one counts half: it is most likely, but not surely, what was asked for.
inline constexpr double variant_share = 0.5;

// More than a question has. Each costs a look into the index, and a place in the expression.
inline constexpr std::size_t variants_max = 32;

// Adds the text as a variant of the wanted words with these keys, unless it is known, or there are
// no such words, or variants enough. It may be wanted itself: a chunk need not say a thing twice
// because the query does.
void add_variant(
    QueryTerms& terms, QueryTerm written_otherwise, const std::vector<std::string_view>& keys
);

// Adds how else the words may be spelled: two neighbours as one ("co-expression", "micro RNA"),
// letters and digits apart ("IL6"). Whether anybody spells them so is not asked. Pure.
void add_spellings(QueryTerms& terms, std::string_view languages, const WordsTokenizer& tokenizer);

}  // namespace ingestd::index
