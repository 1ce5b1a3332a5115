// The tokens of a page's content. Private to the room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

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
// `fault`.
//   source  ISO 32000-1, 7.2 and 7.3
class ContentLexer {
public:
    explicit ContentLexer(std::string content) : content_{std::move(content)} {}
    ContentLexer(const ContentLexer&) = delete;
    ContentLexer& operator=(const ContentLexer&) = delete;

    ContentToken next();

private:
    bool is_at_end() const { return at_ == content_.size(); }
    unsigned char here() const { return static_cast<unsigned char>(content_[at_]); }
    void skip_blanks();
    ContentToken read_number();
    ContentToken read_literal_string();
    ContentToken read_hexadecimal_string();
    ContentToken read_name();
    ContentToken read_word();
    bool put_escaped(std::size_t& end);

    std::string content_;  // strings are decoded where they stand: they only become shorter
    std::size_t at_ = 0;
};

}  // namespace ingestd::formats
