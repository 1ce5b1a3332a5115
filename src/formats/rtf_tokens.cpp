#include "rtf_tokens.hpp"

#include <algorithm>

namespace ingestd::formats {
namespace {

constexpr int number_max = 1'000'000'000;  // larger ones mean nothing; adding a digit stays an int

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::optional<unsigned> hex_value(char c) {
    if (is_digit(c)) return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
    return std::nullopt;
}

}  // namespace

RtfToken RtfTokens::next() {
    at_ = std::min(content_.find_first_not_of("\r\n", at_), content_.size());
    if (at_ == content_.size()) return {};
    const auto start = at_;
    switch (content_[at_]) {
        case '{':
            ++at_;
            return {RtfTokenKind::group_begin, {}, {}};
        case '}':
            ++at_;
            return {RtfTokenKind::group_end, {}, {}};
        case '\\':
            ++at_;
            return control();
        default:
            at_ = std::min(content_.find_first_of("\\{}\r\n", at_), content_.size());
            return {RtfTokenKind::text, content_.substr(start, at_ - start), {}};
    }
}

RtfToken RtfTokens::control() {
    if (at_ == content_.size()) return {};
    const char c = content_[at_];
    if (is_letter(c)) return word();
    ++at_;
    // A line end behind a backslash ends a paragraph, as \par does.
    if (c == '\r' || c == '\n') return {RtfTokenKind::word, "par", {}};
    if (c == '\'') return hex_byte();
    return {RtfTokenKind::symbol, content_.substr(at_ - 1, 1), {}};
}

RtfToken RtfTokens::word() {
    const auto start = at_;
    while (at_ < content_.size() && is_letter(content_[at_])) ++at_;
    const auto name = content_.substr(start, at_ - start);
    const auto value = number();
    if (at_ < content_.size() && content_[at_] == ' ') ++at_;
    if (name != "bin") return {RtfTokenKind::word, name, value};
    at_ +=
        std::min(static_cast<std::size_t>(std::max(value.value_or(0), 0)), content_.size() - at_);
    return {RtfTokenKind::binary, {}, {}};
}

std::optional<int> RtfTokens::number() {
    auto at = at_;
    const bool is_negative = at < content_.size() && content_[at] == '-';
    if (is_negative) ++at;
    if (at == content_.size() || !is_digit(content_[at])) return std::nullopt;
    int value = 0;
    for (; at < content_.size() && is_digit(content_[at]); ++at) {
        if (value < number_max / 10) value = value * 10 + (content_[at] - '0');
    }
    at_ = at;
    return is_negative ? -value : value;
}

RtfToken RtfTokens::hex_byte() {
    unsigned value = 0;
    const auto start = at_;
    while (at_ < content_.size() && at_ - start < 2) {
        const auto digit = hex_value(content_[at_]);
        if (!digit) break;
        value = value * 16 + *digit;
        ++at_;
    }
    byte_ = static_cast<char>(value);
    return {RtfTokenKind::byte, {&byte_, at_ == start ? 0U : 1U}, {}};
}

}  // namespace ingestd::formats
