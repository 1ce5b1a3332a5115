#include "plausibility.hpp"

#include <algorithm>

#include <ingestd/base/utf8.hpp>
#include <ingestd/charset/decoder.hpp>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

namespace ingestd::charset {
namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr double cost_of_undecodable = 5;

UScriptCode script_of(char32_t code_point) {
    UErrorCode error = U_ZERO_ERROR;
    return uscript_getScript(static_cast<UChar32>(code_point), &error);
}

bool is_cjk(UScriptCode script) {
    return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA ||
           script == USCRIPT_HANGUL;
}

// Ideographs that no common text uses (extension and compatibility blocks) and half-width forms
// turn up when bytes of something else are read as a multi-byte encoding.
bool is_rare_cjk(char32_t code_point) {
    return (code_point >= 0x3400 && code_point <= 0x4DBF) ||
           (code_point >= 0xFF61 && code_point <= 0xFFDC) || code_point > 0xFFFF;
}

bool is_letter(char32_t code_point) {
    return u_isalpha(static_cast<UChar32>(code_point)) != 0;
}
bool is_lower(char32_t code_point) {
    return u_islower(static_cast<UChar32>(code_point)) != 0;
}
bool is_upper(char32_t code_point) {
    return u_isupper(static_cast<UChar32>(code_point)) != 0;
}

double rate_letter(char32_t previous, char32_t letter) {
    const auto script = script_of(letter);
    if (is_cjk(script)) return is_rare_cjk(letter) ? -1 : 1;
    if (!is_letter(previous)) return 0.5;
    if (script_of(previous) != script) return -1;
    return is_lower(previous) && is_upper(letter) ? -1 : 1;
}

// Quotes and dashes stand in every text; a symbol or a box inside a word does not.
double rate_mark(char32_t previous, char32_t mark, char32_t following) {
    if (u_isspace(static_cast<UChar32>(mark)) != 0) return 0;
    if (u_ispunct(static_cast<UChar32>(mark)) != 0) return 0.25;
    return is_letter(previous) || is_letter(following) ? -1 : -0.25;
}

double rate(char32_t previous, char32_t current, char32_t following) {
    if (current == replacement) return -cost_of_undecodable;
    const auto category = u_charType(static_cast<UChar32>(current));
    if (category == U_UNASSIGNED || category == U_PRIVATE_USE_CHAR || category == U_CONTROL_CHAR) {
        return -cost_of_undecodable;
    }
    if (is_letter(current)) return rate_letter(previous, current);
    return rate_mark(previous, current, following);
}

}  // namespace

double plausibility(std::string_view text) {
    double sum = 0;
    double count = 0;
    char32_t previous = ' ';
    for (std::size_t at = 0; at < text.size();) {
        const auto current = utf8::next(text, at);
        if (current >= 0x80) {
            auto ahead = at;
            const auto following = at < text.size() ? utf8::next(text, ahead) : U' ';
            sum += rate(previous, current, following);
            count += 1;
        }
        previous = current;
    }
    return count == 0 ? 0 : std::clamp(sum / count, -1.0, 1.0);
}

std::string read_as(std::string_view encoding, std::string_view bytes) {
    Decoder decoder{encoding};
    std::string text;
    decoder.decode(bytes, false, text);
    return text;
}

}  // namespace ingestd::charset
