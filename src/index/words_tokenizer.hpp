// How the full-text index cuts text into words: the FTS5 tokenizer `ingestd_words`.
#pragma once

#include <ingestd/sqlite/connection.hpp>

namespace ingestd::index {

// Words as FTS5's porter over unicode61 (case and diacritics folded, English endings cut), but each
// character of a script without spaces is a word of its own. In a query such a run becomes a
// phrase, so a sentence is found by any part of it. Must be there on every connection before the
// index is used.
//   errors  throws sqlite::Failure
void register_words_tokenizer(sqlite::Connection& connection);

}  // namespace ingestd::index
