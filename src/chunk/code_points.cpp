#include "code_points.hpp"

#include <unicode/uchar.h>

namespace ingestd::chunk {
namespace {

constexpr bool within(char32_t code_point, char32_t first, char32_t last) {
    return code_point >= first && code_point <= last;
}

bool is_hangul(char32_t c) {
    return within(c, 0x1100, 0x11FF) || within(c, 0x3130, 0x318F) || within(c, 0xA960, 0xA97F) ||
           within(c, 0xAC00, 0xD7FF) || within(c, 0xFFA0, 0xFFDC);
}

bool is_han_or_kana(char32_t c) {
    return within(c, 0x3041, 0x312F) || within(c, 0x31A0, 0x31BF) || within(c, 0x31F0, 0x31FF) ||
           within(c, 0x3400, 0x4DBF) || within(c, 0x4E00, 0x9FFF) || within(c, 0xF900, 0xFAFF) ||
           within(c, 0xFF66, 0xFF9F) || within(c, 0x1B000, 0x1B16F) || within(c, 0x20000, 0x3FFFF);
}

}  // namespace

Ink detail::wide_ink_of(char32_t code_point) {
    if (is_han_or_kana(code_point) || is_hangul(code_point)) return Ink::ideograph;
    const auto c = static_cast<UChar32>(code_point);
    const auto category = U_GET_GC_MASK(c);
    if (category & (U_GC_L_MASK | U_GC_M_MASK)) return Ink::letter;
    if (category & U_GC_ND_MASK) return Ink::digit;
    return u_isUWhiteSpace(c) ? Ink::space : Ink::mark;
}

bool is_unspaced(char32_t c) {
    if (c < 0x0E00) return false;
    return within(c, 0x0E00, 0x0EFF) || within(c, 0x1000, 0x109F) || within(c, 0x1780, 0x17FF) ||
           within(c, 0x1950, 0x19DF) || within(c, 0x1A20, 0x1AAF) || within(c, 0x3001, 0x3003) ||
           within(c, 0xAA60, 0xAADF) || is_han_or_kana(c);
}

}  // namespace ingestd::chunk
