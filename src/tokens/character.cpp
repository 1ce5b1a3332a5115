#include "character.hpp"

#include <unicode/uchar.h>

namespace ingestd::tokens {

// White space as the Unicode property has it, which is what tiktoken asks for: with U+0085, without
// U+FEFF.
Kind detail::wide_kind_of(char32_t code_point) {
    if (code_point >= 0x4E00 && code_point <= 0x9FFF)
        return Kind::caseless;  // Han, by far the most
    const auto c = static_cast<UChar32>(code_point);
    const auto category = U_GET_GC_MASK(c);
    if (category & (U_GC_LU_MASK | U_GC_LT_MASK)) return Kind::upper;
    if (category & U_GC_LL_MASK) return Kind::lower;
    if (category & (U_GC_LM_MASK | U_GC_LO_MASK)) return Kind::caseless;
    if (category & U_GC_M_MASK) return Kind::mark;
    if (category & U_GC_N_MASK) return Kind::number;
    return u_isUWhiteSpace(c) ? Kind::space : Kind::symbol;
}

}  // namespace ingestd::tokens
