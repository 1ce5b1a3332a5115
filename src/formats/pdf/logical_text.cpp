#include "logical_text.hpp"

#include <algorithm>

#include <ingestd/base/utf8.hpp>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace ingestd::formats {
namespace {

bool is_number(char32_t code) {
    const auto direction = u_charDirection(static_cast<UChar32>(code));
    return direction == U_EUROPEAN_NUMBER || direction == U_ARABIC_NUMBER ||
           direction == U_EUROPEAN_NUMBER_SEPARATOR || direction == U_COMMON_NUMBER_SEPARATOR;
}

// Latin and Armenian ligatures, and the shapes of Arabic and Hebrew letters.
bool is_ligature(char32_t code) {
    return (code >= 0xFB00 && code <= 0xFDFF) || (code >= 0xFE70 && code <= 0xFEFC);
}

bool is_dropped(char32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0xD800 && code < 0xE000) ||
           (code & 0xFFFE) == 0xFFFE || code > 0x10FFFF || (code >= 0x202A && code <= 0x202E);
}

void append(std::string& text, char32_t code) {
    if (code == 0xA0 || code == '\t') code = ' ';
    if (code == 0xAD) code = '-';  // shown, so it is no hint of where to part
    if (is_dropped(code)) return;
    if (!is_ligature(code)) return utf8::append(text, code);
    icu::UnicodeString letters{static_cast<UChar32>(code)};
    UErrorCode error = U_ZERO_ERROR;
    const auto* compose = icu::Normalizer2::getNFKCInstance(error);
    if (U_SUCCESS(error)) letters = compose->normalize(letters, error);
    letters.toUTF8String(text);
}

// Most characters of most documents need no more than this.
void append_fast(std::string& text, char32_t code) {
    code >= 0x20 && code < 0x7F ? void(text += static_cast<char>(code)) : append(text, code);
}

// From the right end to the left one.
void append_turned(std::string& text, std::u32string_view shown) {
    for (auto i = shown.size(); i > 0; --i) append_fast(text, shown[i - 1]);
}

bool ends_leftward_run(char32_t code) {
    return reads_rightward(code) || is_number(code);
}

std::string text_of_rightward_page(std::u32string_view shown) {
    std::string text;
    text.reserve(shown.size());
    for (std::size_t i = 0; i < shown.size();) {
        if (!reads_leftward(shown[i])) {
            append_fast(text, shown[i++]);
            continue;
        }
        auto end = i;
        while (end < shown.size() && !ends_leftward_run(shown[end])) ++end;
        // Blanks and marks behind the last letter belong to what follows.
        auto last = end;
        while (end < shown.size() && last > i && !reads_leftward(shown[last - 1])) --last;
        append_turned(text, shown.substr(i, last - i));
        i = last;
    }
    return text;
}

std::string text_of_leftward_page(std::u32string_view shown) {
    std::string text;
    for (auto end = shown.size(); end > 0;) {
        auto begin = end;
        while (begin > 0 && !ends_leftward_run(shown[begin - 1])) --begin;
        append_turned(text, shown.substr(begin, end - begin));
        end = begin;
        while (begin > 0 && !reads_leftward(shown[begin - 1])) --begin;
        // Blanks and marks before the first letter or digit belong to what is read leftward.
        while (begin < end && !ends_leftward_run(shown[begin])) ++begin;
        for (auto i = begin; i < end; ++i) append_fast(text, shown[i]);
        end = begin;
    }
    return text;
}

}  // namespace

bool reads_rightward(char32_t code) {
    return code < 0x80 ? (code | 0x20) >= 'a' && (code | 0x20) <= 'z'
                       : u_charDirection(static_cast<UChar32>(code)) == U_LEFT_TO_RIGHT;
}

bool reads_leftward(char32_t code) {
    if (code < 0x590) return false;
    const auto direction = u_charDirection(static_cast<UChar32>(code));
    return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
}

std::string logical_text(std::u32string_view shown, bool is_leftward) {
    return is_leftward ? text_of_leftward_page(shown) : text_of_rightward_page(shown);
}

}  // namespace ingestd::formats
