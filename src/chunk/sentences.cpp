#include "sentences.hpp"

#include <algorithm>
#include <array>

#include <ingestd/base/utf8.hpp>
#include <unicode/uchar.h>

namespace ingestd::chunk {
namespace {

// After these a capital letter is no new sentence. Lower case, without their last dot, in order.
constexpr std::array<std::string_view, 36> abbreviations = {
    "al",  "approx", "art",  "ca",  "cf",  "ch",  "col", "dr",  "e.g", "ed",  "eds", "eq",
    "fig", "figs",   "gen",  "gov", "i.e", "lt",  "mr",  "mrs", "ms",  "mt",  "no",  "nos",
    "p",   "pp",     "prof", "rev", "sec", "sen", "st",  "u.s", "vgl", "viz", "vol", "vs"};

char32_t last_code_point(std::string_view text, std::size_t& begin) {
    begin = utf8::floor_boundary(text, text.size() - 1);
    std::size_t at = begin;
    return utf8::next(text, at);
}

bool is_lower(char32_t c) {
    return c < 0x80 ? c >= 'a' && c <= 'z' : u_islower(static_cast<UChar32>(c)) != 0;
}

bool is_stop(char32_t c) {
    if (c < 0x80) return c == '.' || c == '!' || c == '?';
    return c == 0x2026 || u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_S_TERM);
}

bool is_letter(char32_t c) {
    return c < 0x80 ? (c | 0x20) >= 'a' && (c | 0x20) <= 'z'
                    : u_isalpha(static_cast<UChar32>(c)) != 0;
}

bool is_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "J." in "J. Smith".
bool is_initial(std::string_view word) {
    if (word.empty()) return false;
    std::size_t begin = 0;
    return is_letter(last_code_point(word, begin)) && begin == 0;
}

bool is_abbreviation(std::string_view word) {
    std::array<char, 8> lower{};
    if (word.size() > lower.size()) return false;
    std::transform(word.begin(), word.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    const std::string_view key{lower.data(), word.size()};
    return std::binary_search(abbreviations.begin(), abbreviations.end(), key);
}

std::string_view without_opening(std::string_view word) {
    const auto begin = word.find_first_not_of("([{\"'");
    return begin == std::string_view::npos ? std::string_view{} : word.substr(begin);
}

}  // namespace

bool is_wide_stop(char32_t c) {
    return c == 0x3002 || c == 0xFF01 || c == 0xFF0E || c == 0xFF1F || c == 0xFF61;
}

bool is_closing(char32_t c) {
    if (c < 0x80) return c == ')' || c == ']' || c == '}' || c == '"' || c == '\'';
    if (c == 0xBB || c == 0x2019 || c == 0x201D) return true;
    return u_charType(static_cast<UChar32>(c)) == U_END_PUNCTUATION;
}

bool ends_sentence(std::string_view word, char32_t next, bool begins_sentence) {
    char32_t last = 0;
    for (;;) {
        if (word.empty()) return false;
        std::size_t begin = 0;
        last = last_code_point(word, begin);
        const bool closing = is_closing(last);
        if (!closing && !is_stop(last)) return false;
        word.remove_suffix(word.size() - begin);
        if (!closing) break;
    }
    if (is_lower(next) || next == ',' || next == ';') return false;
    if (last != '.') return true;
    word = without_opening(word);
    if (begins_sentence && word.size() <= 3 && is_digits(word)) return false;
    return !is_initial(word) && !is_abbreviation(word);
}

}  // namespace ingestd::chunk
