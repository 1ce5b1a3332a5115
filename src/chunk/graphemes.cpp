#include "graphemes.hpp"

#include <unicode/uchar.h>

namespace ingestd::chunk {
namespace {

constexpr std::uint8_t virama_class = 9;  // canonical combining class

bool is_control(std::int32_t kind) {
    return kind == U_GCB_CONTROL || kind == U_GCB_CR || kind == U_GCB_LF;
}

bool is_hangul_pair(std::int32_t first, std::int32_t second) {
    switch (first) {
        case U_GCB_L:
            return second == U_GCB_L || second == U_GCB_V || second == U_GCB_LV ||
                   second == U_GCB_LVT;
        case U_GCB_LV:
        case U_GCB_V:
            return second == U_GCB_V || second == U_GCB_T;
        case U_GCB_LVT:
        case U_GCB_T:
            return second == U_GCB_T;
        default:
            return false;
    }
}

std::int32_t kind_of(char32_t code_point) {
    if (code_point >= 0x4E00 && code_point <= 0x9FFF) return U_GCB_OTHER;  // Han, by far the most
    return u_getIntPropertyValue(static_cast<UChar32>(code_point), UCHAR_GRAPHEME_CLUSTER_BREAK);
}

bool is_extending(std::int32_t kind) {
    return kind == U_GCB_EXTEND || kind == U_GCB_ZWJ;
}

}  // namespace

void GraphemeBreaks::after_ascii(char32_t character) {
    previous_ = character == '\r'                       ? U_GCB_CR
                : character == '\n'                     ? U_GCB_LF
                : character < 0x20 || character == 0x7F ? U_GCB_CONTROL
                                                        : U_GCB_OTHER;
    emoji_ = Emoji::no;
    odd_regional_ = false;
    after_virama_ = false;
}

// The rules GB3 to GB13, in their order.
bool GraphemeBreaks::joins_previous(std::int32_t kind, bool is_pictograph, char32_t code_point)
    const {
    if (previous_ == U_GCB_CR && kind == U_GCB_LF) return true;
    if (is_control(previous_) || is_control(kind)) return false;
    if (is_hangul_pair(previous_, kind)) return true;
    if (is_extending(kind) || kind == U_GCB_SPACING_MARK || previous_ == U_GCB_PREPEND) return true;
    if (after_virama_ && u_isalpha(static_cast<UChar32>(code_point))) return true;
    if (emoji_ == Emoji::joined && is_pictograph) return true;
    return odd_regional_ && kind == U_GCB_REGIONAL_INDICATOR;
}

bool GraphemeBreaks::begins_at(char32_t code_point) {
    const auto kind = kind_of(code_point);
    const bool is_pictograph =
        kind == U_GCB_OTHER &&
        u_hasBinaryProperty(static_cast<UChar32>(code_point), UCHAR_EXTENDED_PICTOGRAPHIC);
    const bool begins = previous_ < 0 || !joins_previous(kind, is_pictograph, code_point);

    if (is_pictograph) {
        emoji_ = Emoji::pictograph;
    } else if (kind == U_GCB_ZWJ && emoji_ == Emoji::pictograph) {
        emoji_ = Emoji::joined;
    } else if (kind != U_GCB_EXTEND || emoji_ == Emoji::joined) {
        emoji_ = Emoji::no;
    }
    odd_regional_ = kind == U_GCB_REGIONAL_INDICATOR && !(odd_regional_ && !begins);
    if (is_extending(kind)) {
        after_virama_ =
            after_virama_ || u_getCombiningClass(static_cast<UChar32>(code_point)) == virama_class;
    } else {
        after_virama_ = false;
    }
    previous_ = kind;
    return begins;
}

}  // namespace ingestd::chunk
