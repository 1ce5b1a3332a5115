// The best passage of a chunk for a query, with what matched marked.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "query_terms.hpp"

namespace ingestd::index {

class Passages {
public:
    // REQUIRES: terms and tokenizer outlive this
    Passages(const QueryTerms& terms, const WordsTokenizer& tokenizer);

    // About forty words around where most of the query stands closest together, as HTML with
    // <mark>…</mark>; from the beginning where nothing of it does.
    //   language  of the chunk: its words are compared as the index stems them
    std::string best(std::string_view text, std::string_view language);

private:
    // A term as its words in order, each by its stem.
    struct Sought {
        std::vector<std::string> stems;
        bool is_prefix = false;
        double weight = 0;
    };
    const std::vector<Sought>& sought_in(std::string_view language);

    const QueryTerms& terms_;
    const WordsTokenizer& tokenizer_;
    std::map<std::string, std::vector<Sought>, std::less<>> by_language_;
};

}  // namespace ingestd::index
