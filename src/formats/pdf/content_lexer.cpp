#include "content_lexer.hpp"

#include <array>

namespace ingestd::formats {
namespace {

using enum ContentTokenKind;

enum class Class : unsigned char { regular, blank, delimiter };

constexpr std::array<Class, 256> classes = [] {
    std::array<Class, 256> all{};
    for (const std::size_t c : {0x00, 0x09, 0x0A, 0x0C, 0x0D, 0x20}) all[c] = Class::blank;
    for (const char c : std::string_view{"()<>[]{}/%"})
        all[static_cast<unsigned char>(c)] = Class::delimiter;
    return all;
}();

constexpr int digits_max = 9;  // of an integer; poppler counts longer ones in other types
constexpr std::size_t operation_bytes_max = 127;

bool is_digit(unsigned char c) {
    return c >= '0' && c <= '9';
}

int hexadecimal_value(unsigned char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

}  // namespace

void ContentLexer::skip_blanks() {
    bool is_comment = false;
    for (; !is_at_end(); ++at_) {
        const auto c = here();
        if (is_comment) {
            is_comment = c != '\r' && c != '\n';
        } else if (c == '%') {
            is_comment = true;
        } else if (classes[c] != Class::blank) {
            return;
        }
    }
}

ContentToken ContentLexer::next() {
    skip_blanks();
    if (is_at_end()) return {};
    const auto c = here();
    switch (c) {
        case '(':
            return read_literal_string();
        case '/':
            return read_name();
        case '[':
            ++at_;
            return {array_begin};
        case ']':
            ++at_;
            return {array_end};
        case '<':
            if (!content_.compare(at_, 2, "<<")) return at_ += 2, ContentToken{dictionary_begin};
            return read_hexadecimal_string();
        case '>':
            if (!content_.compare(at_, 2, ">>")) return at_ += 2, ContentToken{dictionary_end};
            return {fault};
        case ')':
        case '{':
        case '}':
            return {fault};
        default:
            return is_digit(c) || c == '+' || c == '-' || c == '.' ? read_number() : read_word();
    }
}

// Summed up in poppler's order, for the last bit may decide where a word ends.
ContentToken ContentLexer::read_number() {
    const bool is_negative = here() == '-';
    if (is_negative || here() == '+') ++at_;
    int digits = 0, whole = 0;
    for (; !is_at_end() && is_digit(here()); ++at_) {
        if (++digits > digits_max) return {fault};
        whole = whole * 10 + (here() - '0');
    }
    if (is_at_end() || here() != '.')
        return {number, static_cast<double>(is_negative ? -whole : whole)};
    double value = whole, scale = 0.1;
    for (++at_; !is_at_end() && is_digit(here()); ++at_) {
        value = value + scale * (here() - '0');
        scale *= 0.1;
    }
    if (!is_at_end() && here() == '-') return {fault};
    return {number, is_negative ? -value : value};
}

ContentToken ContentLexer::read_literal_string() {
    const auto begin = ++at_;
    auto end = begin;
    for (int open = 1; !is_at_end();) {
        const char c = content_[at_++];
        if (c == '\\') {
            if (!put_escaped(end)) return {fault};
            continue;
        }
        if (c == '(') ++open;
        if (c == ')' && --open == 0)
            return {string, 0, std::string_view{content_}.substr(begin, end - begin)};
        content_[end++] = c;
    }
    return {fault};
}

// What follows a backslash.
bool ContentLexer::put_escaped(std::size_t& end) {
    if (is_at_end()) return false;
    const char c = content_[at_++];
    static constexpr std::string_view letters = "nrtbf", meant = "\n\r\t\b\f";
    if (const auto letter = letters.find(c); letter != letters.npos) {
        content_[end++] = meant[letter];
    } else if (c >= '0' && c <= '7') {
        int code = c - '0';
        for (int i = 0; i < 2 && !is_at_end() && here() >= '0' && here() <= '7'; ++i)
            code = code * 8 + (content_[at_++] - '0');
        content_[end++] = static_cast<char>(code);
    } else if (c == '\r') {
        if (!is_at_end() && here() == '\n') ++at_;
    } else if (c != '\n') {
        content_[end++] = c;
    }
    return true;
}

ContentToken ContentLexer::read_hexadecimal_string() {
    const auto begin = ++at_;
    auto end = begin;
    int high = -1;
    for (; !is_at_end() && here() != '>'; ++at_) {
        if (classes[here()] == Class::blank) continue;
        const int value = hexadecimal_value(here());
        if (value < 0) return {fault};
        if (high < 0) {
            high = value;
        } else {
            content_[end++] = static_cast<char>(high * 16 + value);
            high = -1;
        }
    }
    if (is_at_end()) return {fault};
    ++at_;
    if (high >= 0) content_[end++] = static_cast<char>(high * 16);
    return {string, 0, std::string_view{content_}.substr(begin, end - begin)};
}

ContentToken ContentLexer::read_name() {
    const auto begin = ++at_;
    auto end = begin;
    for (; !is_at_end() && classes[here()] == Class::regular; ++at_) {
        char c = content_[at_];
        if (c == '#' && at_ + 2 < content_.size()) {
            const int high = hexadecimal_value(static_cast<unsigned char>(content_[at_ + 1]));
            const int low = hexadecimal_value(static_cast<unsigned char>(content_[at_ + 2]));
            if (high >= 0 && low < 0) return {fault};
            if (high >= 0) {
                c = static_cast<char>(high * 16 + low);
                at_ += 2;
            }
        }
        if (c == '\0') return {fault};
        content_[end++] = c;
    }
    return {name, 0, std::string_view{content_}.substr(begin, end - begin)};
}

ContentToken ContentLexer::read_word() {
    const auto begin = at_;
    while (!is_at_end() && classes[here()] == Class::regular) ++at_;
    const auto word = std::string_view{content_}.substr(begin, at_ - begin);
    if (word.size() > operation_bytes_max) return {fault};
    const bool is_constant = word == "true" || word == "false" || word == "null";
    return {is_constant ? other : operation, 0, word};
}

}  // namespace ingestd::formats
