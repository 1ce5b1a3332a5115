// How the full-text index cuts text into words: the FTS5 tokenizers `ingestd_stems` and, of files
// before 0005, `ingestd_words`.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include <ingestd/sqlite/connection.hpp>

namespace ingestd::index {

// ingestd_stems: words as FTS5's unicode61 (case and diacritics folded), their endings cut as the
// languages that language_mark.hpp names ask for; in a query, a stem of each stands in one place.
// ingestd_words: the endings of English (Porter), whatever the language.
// With both, each character of a script without spaces is a word of its own: in a query such a run
// becomes a phrase, so a sentence is found by any part of it. Must be there on every connection
// before the index is used.
//   errors  throws sqlite::Failure
void register_words_tokenizer(sqlite::Connection& connection);

// A word as the index is given it.
//   at          which one of the text it is, from 0; words that stand in one place share it
//   begin, end  where it stands in the text that was cut, in bytes
struct PlacedWord {
    std::string_view word;
    std::int64_t at = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

enum class Tokenizer { stems, words };

// Of many, stems are remembered, as the index does of what it is given (stemmers.hpp).
enum class TextsToCut { few, many };

// The words that the index is given for a text, without the index.
//   errors  throws sqlite::Failure
class WordsTokenizer {
public:
    // REQUIRES: register_words_tokenizer(connection), which outlives this
    explicit WordsTokenizer(
        sqlite::Connection& connection,
        Tokenizer which = Tokenizer::stems,
        TextsToCut texts = TextsToCut::few
    );
    ~WordsTokenizer();

    void for_each_word(std::string_view text, const std::function<void(const PlacedWord&)>& sink)
        const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ingestd::index
