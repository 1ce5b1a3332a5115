// How the full-text index cuts text into words: the FTS5 tokenizer `ingestd_words`.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include <ingestd/sqlite/connection.hpp>

namespace ingestd::index {

// Words as FTS5's porter over unicode61 (case and diacritics folded, English endings cut), but each
// character of a script without spaces is a word of its own. In a query such a run becomes a
// phrase, so a sentence is found by any part of it. Must be there on every connection before the
// index is used.
//   errors  throws sqlite::Failure
void register_words_tokenizer(sqlite::Connection& connection);

// The words that the index is given for a text, without the index.
//   errors  throws sqlite::Failure
class WordsTokenizer {
public:
    // REQUIRES: register_words_tokenizer(connection), which outlives this
    explicit WordsTokenizer(sqlite::Connection& connection);
    ~WordsTokenizer();

    //   sink  a word, and which one of the text it is, from 0; words that stand in one place share
    //   it
    void for_each_word(
        std::string_view text, const std::function<void(std::string_view, std::int64_t)>& sink
    ) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ingestd::index
