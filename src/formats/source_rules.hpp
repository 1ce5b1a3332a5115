// How definitions look in a programming language. Private to the room.
#pragma once

#include <string_view>
#include <vector>

namespace ingestd::formats {

//   comments       begin a line that is a comment or an attribute: "//", "#", "@"
//   block_comment  begins a comment that goes on to `block_comment_end`
//   definitions    words that begin a definition, behind any modifiers
//   names_calls    "name(…) {" is a definition: C and its relatives
//   ignores_case   of words
struct SourceRules {
    std::vector<std::string_view> comments;
    std::string_view block_comment;
    std::string_view block_comment_end;
    std::vector<std::string_view> definitions;
    bool names_calls = false;
    bool ignores_case = false;
    bool ends_statements = false;  // only behind ";" or an empty line a definition begins: SQL
};
const SourceRules& rules_of(std::string_view language);

// Words that stand before a definition's own: "public", "async".
bool is_modifier(std::string_view word);

// Words of definitions that hold others: "class", "impl".
bool is_container(std::string_view word);

// Words that go before a parenthesis and define nothing: "if", "return".
bool is_control_word(std::string_view word);

}  // namespace ingestd::formats
