// Words that nobody wrote, as words that somebody did: for a query that finds nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lexical_search.hpp"

namespace ingestd::index {

// Each word that no chunk has becomes the most frequent one among those that one slip of the
// keyboard (a letter too many, too few, another, or two changed places) makes of it. Words of fewer
// than four letters, numbers and phrases stay. The variants are those of the corrected words.
void correct(QueryTerms& terms, LexicalSearch& search, const WordsTokenizer& tokenizer);

// All that is one slip away from `word`. Pure; empty where its script has no alphabet to try.
std::vector<std::string> one_slip_away(std::string_view word);

}  // namespace ingestd::index
