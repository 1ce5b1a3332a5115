#include "latex_scanner.hpp"

#include <algorithm>

#include <ingestd/base/utf8.hpp>

namespace ingestd::formats {
namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::string_view special = "\\{}[]%$~&-'`\n \t\r";

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '@';
}

}  // namespace

std::string_view LatexScanner::take_plain() {
    const auto start = at_;
    at_ = std::min(text_.find_first_of(special, at_), text_.size());
    return text_.substr(start, at_ - start);
}

std::string_view LatexScanner::take_character() {
    const auto start = at_;
    if (!is_at_end()) utf8::next(text_, at_);
    return text_.substr(start, at_ - start);
}

std::string_view LatexScanner::take_command() {
    const auto start = at_;
    while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
    const bool is_word = at_ > start;
    if (!is_word) take_character();
    const auto name = text_.substr(start, at_ - start);
    if (is_word || name == "\\") take_if('*');
    if (is_word) skip_space();
    return name;
}

void LatexScanner::skip_space() {
    bool met_line_end = false;
    while (at_ < text_.size()) {
        const char c = text_[at_];
        if (c == '\n') {
            const auto next = text_.find_first_not_of(blanks, at_ + 1);
            if (met_line_end || next == text_.npos || text_[next] == '\n') return;
            met_line_end = true;
        } else if (blanks.find(c) == blanks.npos) {
            return;
        }
        ++at_;
    }
}

bool LatexScanner::take_paragraph_end() {
    const auto next = std::min(text_.find_first_not_of(blanks, at_), text_.size());
    at_ = next;
    if (at_ < text_.size() && text_[at_] != '\n') return false;
    at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
    return true;
}

void LatexScanner::skip_comment() {
    at_ = std::min(text_.find('\n', at_), text_.size());
    if (!is_at_end()) ++at_;
    at_ = std::min(text_.find_first_not_of(blanks, at_), text_.size());
}

void LatexScanner::skip_optional() {
    if (is_at('[')) take_balanced('[', ']');
}

void LatexScanner::skip_argument() {
    skip_space();
    if (is_at('{')) {
        take_balanced('{', '}');
    } else if (take_if('\\')) {
        take_command();
    } else if (!is_at_end() && !is_at('\n') && !is_at('}')) {
        take_character();
    }
}

std::string_view LatexScanner::take_argument() {
    skip_space();
    return is_at('{') ? take_balanced('{', '}') : std::string_view{};
}

// The end of the paragraph that comes next is looked for once, however often it is asked for.
std::size_t LatexScanner::paragraph_end() {
    if (at_ < paragraph_end_) return paragraph_end_;
    paragraph_end_ = text_.size();
    for (auto line_end = text_.find('\n', at_); line_end != text_.npos;) {
        const auto next = text_.find_first_not_of(blanks, line_end + 1);
        if (next == text_.npos || text_[next] == '\n') {
            paragraph_end_ = line_end;
            break;
        }
        line_end = text_.find('\n', next);
    }
    return paragraph_end_;
}

// From the opening bracket to behind its closing one, or to the end of the paragraph; gives what is
// inside. Braces protect brackets.
std::string_view LatexScanner::take_balanced(char open, char close) {
    const auto start = ++at_;
    std::size_t depth = 1;
    std::size_t braces = 0;
    for (; at_ < text_.size(); ++at_) {
        const char c = text_[at_];
        if (c == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n') {
            ++at_;
        } else if (c == '\n') {
            const auto next = text_.find_first_not_of(blanks, at_ + 1);
            if (next == text_.npos || text_[next] == '\n') return text_.substr(start, at_ - start);
            at_ = next - 1;
        } else if (open == '[' && c == '{') {
            ++braces;
        } else if (open == '[' && c == '}') {
            if (braces > 0) --braces;
        } else if (braces == 0 && c == open) {
            ++depth;
        } else if (braces == 0 && c == close && --depth == 0) {
            ++at_;
            return text_.substr(start, at_ - 1 - start);
        }
    }
    return text_.substr(start);
}

std::string_view LatexScanner::take_in_paragraph(std::string_view closer) {
    const auto start = at_;
    const auto limit = paragraph_end();
    auto end = at_;
    // An escaped closer, "\$", closes nothing.
    while (end < limit && !text_.substr(end).starts_with(closer)) {
        end += text_[end] == '\\' && end + 1 < limit ? 2 : 1;
    }
    end = std::min(end, limit);
    at_ = end < limit ? end + closer.size() : end;
    return text_.substr(start, end - start);
}

std::string_view LatexScanner::take_until(std::string_view closer) {
    const auto start = at_;
    const auto end = text_.find(closer, at_);
    at_ = end == text_.npos ? text_.size() : end + closer.size();
    return text_.substr(start, end == text_.npos ? end : end - start);
}

}  // namespace ingestd::formats
