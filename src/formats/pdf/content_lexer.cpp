#include "content_lexer.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>

namespace ingestd::formats {
namespace {

using enum ContentTokenKind;

enum class Class : unsigned char { regular, blank, delimiter };

constexpr std::array<Class, 256> classes = [] {
    std::array<Class, 256> all{};
    for (const unsigned char c : std::initializer_list<unsigned char>{0, 9, 10, 12, 13, 32})
        all[c] = Class::blank;
    for (const char c : std::string_view{"()<>[]{}/%"})
        all[static_cast<unsigned char>(c)] = Class::delimiter;
    return all;
}();

constexpr signed char no_digit = -1;

constexpr std::array<signed char, 256> hexadecimal = [] {
    std::array<signed char, 256> all{};
    all.fill(no_digit);
    for (std::size_t i = 0; i < 10; ++i) all['0' + i] = static_cast<signed char>(i);
    for (std::size_t i = 0; i < 6; ++i)
        all['A' + i] = all['a' + i] = static_cast<signed char>(10 + i);
    return all;
}();

constexpr int digits_max = 9;  // of an integer; poppler counts longer ones in other types
constexpr std::size_t operation_bytes_max = 127;

Class class_of(char c) {
    return classes[static_cast<unsigned char>(c)];
}

int hexadecimal_of(char c) {
    return hexadecimal[static_cast<unsigned char>(c)];
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view between(const char* begin, const char* end) {
    return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

void ContentLexer::skip_blanks() {
    while (at_ != end_) {
        if (*at_ == '%') {
            while (at_ != end_ && *at_ != '\r' && *at_ != '\n') ++at_;
            const auto end = static_cast<std::size_t>(at_ - content_.data());
            is_comment_joined_ |= std::ranges::binary_search(joins_, end);
        } else if (class_of(*at_) != Class::blank) {
            return;
        } else {
            ++at_;
        }
    }
}

ContentToken ContentLexer::next() {
    skip_blanks();
    if (is_comment_joined_) return {fault};
    if (at_ == end_) return {};
    switch (*at_) {
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
            if (at_[1] != '<') return read_hexadecimal_string();
            at_ += 2;
            return {dictionary_begin};
        case '>':
            if (at_[1] != '>') return {fault};
            at_ += 2;
            return {dictionary_end};
        case ')':
        case '{':
        case '}':
            return {fault};
        default:
            const char c = *at_;
            return is_digit(c) || c == '+' || c == '-' || c == '.' ? read_number() : read_word();
    }
}

// Summed up in poppler's order, for the last bit may decide where a word ends.
ContentToken ContentLexer::read_number() {
    auto* at = at_;
    const bool is_negative = *at == '-';
    if (is_negative || *at == '+') ++at;
    const auto* const first = at;
    int whole = 0;
    for (; is_digit(*at); ++at) {
        if (at - first == digits_max) return {fault};
        whole = whole * 10 + (*at - '0');
    }
    double value = is_negative ? -whole : whole;
    if (*at == '.') {
        double scale = 0.1;
        value = whole;
        for (++at; is_digit(*at); ++at) {
            value = value + scale * (*at - '0');
            scale *= 0.1;
        }
        if (*at == '-') return {fault};
        if (is_negative) value = -value;
    }
    at_ = at;
    return {number, value};
}

ContentToken ContentLexer::read_literal_string() {
    const auto* const begin = ++at_;
    auto* out = at_;
    for (int open = 1; at_ != end_;) {
        const char c = *at_++;
        if (c == '\\') {
            if (!put_escaped(out)) return {fault};
            continue;
        }
        if (c == '(') ++open;
        if (c == ')' && --open == 0)
            return is_joined(begin) ? ContentToken{fault}
                                    : ContentToken{string, 0, between(begin, out)};
        *out++ = c;
    }
    return {fault};
}

bool ContentLexer::is_joined(const char* begin) const {
    const auto join =
        std::ranges::lower_bound(joins_, static_cast<std::size_t>(begin - content_.data()));
    return join != joins_.end() && *join < static_cast<std::size_t>(at_ - content_.data());
}

// What follows a backslash.
bool ContentLexer::put_escaped(char*& out) {
    if (at_ == end_) return false;
    const char c = *at_++;
    static constexpr std::string_view letters = "nrtbf", meant = "\n\r\t\b\f";
    if (const auto letter = letters.find(c); letter != letters.npos) {
        *out++ = meant[letter];
    } else if (c >= '0' && c <= '7') {
        int code = c - '0';
        for (int i = 0; i < 2 && *at_ >= '0' && *at_ <= '7'; ++i) code = code * 8 + (*at_++ - '0');
        *out++ = static_cast<char>(code);
    } else if (c == '\r') {
        if (*at_ == '\n') ++at_;
    } else if (c != '\n') {
        *out++ = c;
    }
    return true;
}

ContentToken ContentLexer::read_hexadecimal_string() {
    const auto* const begin = ++at_;
    auto *at = at_, *out = at_;
    int high = no_digit;
    for (; *at != '>'; ++at) {
        const int value = hexadecimal_of(*at);
        if (value == no_digit) {
            if (at == end_ || class_of(*at) != Class::blank) return {fault};
        } else if (high == no_digit) {
            high = value;
        } else {
            *out++ = static_cast<char>(high * 16 + value);
            high = no_digit;
        }
    }
    at_ = at + 1;
    if (high != no_digit) *out++ = static_cast<char>(high * 16);
    return {string, 0, between(begin, out)};
}

ContentToken ContentLexer::read_name() {
    const auto* const begin = ++at_;
    auto* out = at_;
    for (; at_ != end_ && class_of(*at_) == Class::regular; ++at_) {
        char c = *at_;
        if (c == '#' && hexadecimal_of(at_[1]) != no_digit) {
            const int low = hexadecimal_of(at_[2]);
            if (low == no_digit) return {fault};
            c = static_cast<char>(hexadecimal_of(at_[1]) * 16 + low);
            at_ += 2;
        }
        if (c == '\0') return {fault};
        *out++ = c;
    }
    return {name, 0, between(begin, out)};
}

ContentToken ContentLexer::read_word() {
    const auto* const begin = at_;
    while (class_of(*at_) == Class::regular) ++at_;
    const auto word = between(begin, at_);
    if (word.size() > operation_bytes_max) return {fault};
    const bool is_constant = word == "true" || word == "false" || word == "null";
    return {is_constant ? other : operation, 0, word};
}

}  // namespace ingestd::formats
