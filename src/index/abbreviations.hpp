// Abbreviations as the texts themselves define them: "body mass index (BMI)".
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "query_terms.hpp"

namespace ingestd::index {

struct Definition {
    std::string_view abbreviation;
    std::string_view long_form;

    friend bool operator==(const Definition&, const Definition&) = default;
};

// All that stand in a text: in brackets, with the words before them that they are made of. Pure.
//   source  Schwartz and Hearst 2003, "A simple algorithm for identifying abbreviation definitions
//           in biomedical text". An abbreviation here has a capital letter: what else stands in
//           brackets is mostly a remark
std::vector<Definition> definitions_in(std::string_view text);

// Collects what is defined of a query's words. Where one is defined in several ways, what most of
// the texts say counts, and of those the first.
// REQUIRES: the words and the tokenizer outlive this
class Abbreviations {
public:
    Abbreviations(
        std::span<const AskedWord> in_order, std::string languages, const WordsTokenizer& tokenizer
    )
        : in_order_{in_order}, languages_{std::move(languages)}, tokenizer_{tokenizer} {}

    void read(std::string_view text);

    // Long forms of what the query abbreviates, and abbreviations of what it writes out.
    void add_to(QueryTerms& terms) const;

private:
    struct Meaning {
        QueryTerm term;
        int texts = 0;      // that say so, however often
        int last_text = 0;  // of these
    };
    struct Asked {
        std::vector<std::string> keys;
        std::vector<Meaning> meanings;
    };
    bool may_be_asked(std::string_view text) const;
    void note(std::string_view asked, std::string_view otherwise);

    const std::span<const AskedWord> in_order_;
    const std::string languages_;
    const WordsTokenizer& tokenizer_;
    int texts_ = 0;                       // read so far
    std::map<std::string, Asked> asked_;  // by its keys, joined
};

}  // namespace ingestd::index
