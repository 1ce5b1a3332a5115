// Scripts that are written without spaces between words (or, Hangul, with endings grown on).
#pragma once

namespace ingestd::index {

struct CodePointRange {
    char32_t first, last;
};

inline constexpr CodePointRange unspaced_ranges[] = {
    {0x0E01, 0x0E4E},    // Thai
    {0x0E81, 0x0ECE},    // Lao
    {0x1000, 0x103F},    // Myanmar
    {0x1100, 0x11FF},    // Hangul Jamo
    {0x1780, 0x17D3},    // Khmer
    {0x2E80, 0x2FDF},    // CJK radicals
    {0x3005, 0x3007},    // iteration mark, ideographic zero
    {0x3041, 0x3096},    // Hiragana
    {0x3099, 0x30FF},    // Kana marks, Katakana
    {0x3105, 0x312F},    // Bopomofo
    {0x3131, 0x318E},    // Hangul compatibility Jamo
    {0x31F0, 0x31FF},    // Katakana extensions
    {0x3400, 0x4DBF},    // CJK extension A
    {0x4E00, 0x9FFF},    // CJK
    {0xA960, 0xA97F},    // Hangul Jamo extended A
    {0xAC00, 0xD7FF},    // Hangul syllables, Jamo extended B
    {0xF900, 0xFAFF},    // CJK compatibility
    {0xFF66, 0xFFDC},    // half-width Katakana and Hangul
    {0x1AFF0, 0x1B16F},  // Kana supplements
    {0x20000, 0x3FFFD},  // CJK extensions B and later
};

constexpr bool is_unspaced(char32_t code_point) {
    if (code_point < unspaced_ranges[0].first) return false;
    for (const auto& range : unspaced_ranges) {
        if (code_point <= range.last) return code_point >= range.first;
    }
    return false;
}

}  // namespace ingestd::index
