// What a code point is to the chunker: what it weighs in tokens, and how its script parts words.
#pragma once

#include <array>
#include <cstdint>

namespace ingestd::chunk {

//   letter      of any other script than ASCII's; combining marks are part of the word they stand
//   in ideograph   ideographs, kana, Hangul, Bopomofo: each weighs a token mark        all that is
//   neither white space, letter nor decimal digit
enum class Ink : std::uint8_t { space, ascii_letter, letter, digit, mark, ideograph };

namespace detail {
constexpr std::array<Ink, 128> make_ascii_ink() {
    std::array<Ink, 128> ink{};
    for (std::size_t c = 0; c < ink.size(); ++c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool space = c == ' ' || (c >= '\t' && c <= '\r');
        ink[c] = letter                 ? Ink::ascii_letter
                 : space                ? Ink::space
                 : c >= '0' && c <= '9' ? Ink::digit
                                        : Ink::mark;
    }
    return ink;
}
inline constexpr auto ascii_ink = make_ascii_ink();
Ink wide_ink_of(char32_t code_point);
}  // namespace detail

inline Ink ink_of(char32_t code_point) {
    return code_point < 0x80 ? detail::ascii_ink[code_point] : detail::wide_ink_of(code_point);
}

// Whether the script is written without spaces between words: Han, kana, Thai, Lao, Khmer, Myanmar
// …
bool is_unspaced(char32_t code_point);

}  // namespace ingestd::chunk
