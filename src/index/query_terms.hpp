// The terms of a query as the full-text index knows them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "user_query.hpp"
#include "words_tokenizer.hpp"

namespace ingestd::index {

// A word, two neighbours in a script without spaces, or several words in their order.
//   text         as the user wrote it
//   key          its stems: what two terms have alike that are the same
//   times        it is asked for
//   share        of a word that each of its occurrences counts as; below 1 of variants alone
//   count        chunks that have it, roughly
//   weight       what a chunk gains by it, at most
//   slots        its place among those that a search counts; of a variant, the places of the words
//                that it stands for
struct QueryTerm {
    std::string text;
    std::string key;
    bool is_prefix = false;
    double times = 1;
    double share = 1;
    std::int64_t count = 0;
    double weight = 0;
    std::vector<std::size_t> slots{};

    // Its FTS5 expression, to be stemmed in `languages`.
    std::string expression(std::string_view languages) const;
};

// A word where it stands in a query.
//   is_by_next  a space, or one character of another kind, is all between it and the next
struct AskedWord {
    std::string text;
    std::string key;
    bool is_by_next = false;
};

//   required  phrases: no hit without them
//   wanted    the more of these the better
//   excluded  no hit with one of them
//   variants  other ways to write wanted words; their slots are places in `wanted`
//   in_order  what is written as words, those that say nothing among them
struct QueryTerms {
    std::vector<QueryTerm> required;
    std::vector<QueryTerm> wanted;
    std::vector<QueryTerm> excluded;
    std::vector<QueryTerm> variants;
    std::vector<AskedWord> in_order;

    bool is_empty() const { return required.empty() && wanted.empty(); }
};

// Words that say nothing are left out, unless there is nothing else. A word that stands there twice
// is wanted once, with twice the weight.
//   languages  of the collection, joined by commas
QueryTerms to_query_terms(
    const std::vector<UserTerm>& asked, std::string_view languages, const WordsTokenizer& tokenizer
);

// Puts another word where those with a key stand. Variants stay as they are.
//   key  of a wanted term
void replace_word(
    QueryTerms& terms,
    std::string_view key,
    std::string_view word,
    std::string_view languages,
    const WordsTokenizer& tokenizer
);

// All its words as one, in their order; none where there is no word.
std::optional<QueryTerm> to_one_term(
    std::string_view text, std::string_view languages, const WordsTokenizer& tokenizer
);

// Each word of a text by itself.
std::vector<AskedWord> to_asked_words(
    std::string_view text, std::string_view languages, const WordsTokenizer& tokenizer
);

}  // namespace ingestd::index
