// The tokens of a page's content. Private to the room.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "content_bytes.hpp"

namespace ingestd::formats {

enum class ContentTokenKind {
    end,
    number,
    string,
    name,
    other,  // true, false and null
    array_begin,
    array_end,
    dictionary_begin,
    dictionary_end,
    operation,
    fault,  // damaged, or what readers differ about
};

//   text  of a string and a name, decoded; of an operation. Lives as long as the lexer
struct ContentToken {
    ContentTokenKind kind = ContentTokenKind::end;
    double number = 0;
    std::string_view text{};
};

// Cuts as poppler's lexer does, so that a page gives the same text whoever reads it, but from
// memory: a byte costs a tenth of what it costs there. Where poppler would complain, this says
// `fault`; and also where a string or a comment goes on in the next stream, which no writer may do.
//   source  ISO 32000-1, 7.2 and 7.3
class ContentLexer {
public:
    explicit ContentLexer(ContentBytes content)
        : content_{std::move(content.bytes)},
          joins_{std::move(content.joins)},
          at_{content_.data()},
          end_{content_.data() + content_.size()} {}
    ContentLexer(const ContentLexer&) = delete;
    ContentLexer& operator=(const ContentLexer&) = delete;

    ContentToken next();

private:
    void skip_blanks();
    ContentToken read_number();
    ContentToken read_literal_string();
    ContentToken read_hexadecimal_string();
    ContentToken read_name();
    ContentToken read_word();
    bool put_escaped(char*& out);
    bool is_joined(const char* begin) const;  // whether streams meet from there on, up to here

    std::string content_;  // strings are decoded where they stand: they only become shorter
    std::vector<std::size_t> joins_;
    char* at_;
    char* const end_;  // there stands a zero
    bool is_comment_joined_ = false;
};

}  // namespace ingestd::formats
