// Steps through a LaTeX source. Private to the room.
#pragma once

#include <cstddef>
#include <string_view>

namespace ingestd::formats {

// Whatever is never closed ends with its paragraph, as TeX itself gives up there. So nothing is
// looked at more than a few times.
class LatexScanner {
public:
    explicit LatexScanner(std::string_view text) : text_{text} {}

    bool is_at_end() const { return at_ >= text_.size(); }
    bool is_at(char c) const { return at_ < text_.size() && text_[at_] == c; }
    bool is_at(std::string_view text) const { return text_.substr(at_).starts_with(text); }
    std::size_t position() const { return at_; }

    // One byte. REQUIRES: not at the end
    char take() { return text_[at_++]; }
    bool take_if(char c) { return is_at(c) && take() == c; }
    std::string_view take_character();  // the same of UTF-8; empty: the end

    // As many bytes as mean only themselves.
    std::string_view take_plain();

    // Behind the backslash: letters, or one other character. A star behind it goes, and behind
    // letters white space goes too.
    std::string_view take_command();

    // White space and at most one line end: never the end of a paragraph.
    void skip_space();

    // Whether here, behind a line end, an empty line ends the paragraph; then steps over it.
    bool take_paragraph_end();

    // Behind "%": the rest of the line, its end, and the indentation of the next.
    void skip_comment();

    void skip_optional();  // "[…]", if there is one
    bool is_behind_space() const { return at_ > 0 && is_blank(text_[at_ - 1]); }
    void skip_argument();              // "{…}", or one command or character
    std::string_view take_argument();  // what is in "{…}"; empty: none

    // Up to `closer`, which is stepped over.
    std::string_view take_in_paragraph(std::string_view closer);
    std::string_view take_until(std::string_view closer);  // or to the end of the document

private:
    static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
    std::size_t paragraph_end();
    std::string_view take_balanced(char open, char close);

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t paragraph_end_ = 0;  // of the paragraph last asked for
};

}  // namespace ingestd::formats
