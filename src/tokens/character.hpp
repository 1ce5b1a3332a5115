// What the rules of splitting ask of a code point.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <ingestd/base/utf8.hpp>

namespace ingestd::tokens {

//   upper    Lu, Lt
//   lower    Ll
//   caseless Lm, Lo: either of both in o200k
//   mark     M: either of both, too, in o200k; no letter in cl100k
//   space    White_Space without line feed and carriage return, which are `line_end`
enum class Kind : std::uint8_t { upper, lower, caseless, mark, number, line_end, space, symbol };

constexpr bool is_letter(Kind kind) {
    return kind <= Kind::caseless;
}
constexpr bool is_white(Kind kind) {
    return kind == Kind::line_end || kind == Kind::space;
}

namespace detail {
constexpr std::array<Kind, 128> make_ascii_kinds() {
    std::array<Kind, 128> kinds{};
    for (std::size_t c = 0; c < kinds.size(); ++c) {
        kinds[c] = c == '\n' || c == '\r'            ? Kind::line_end
                   : c == ' ' || (c >= 9 && c <= 13) ? Kind::space
                   : c >= '0' && c <= '9'            ? Kind::number
                   : c >= 'A' && c <= 'Z'            ? Kind::upper
                   : c >= 'a' && c <= 'z'            ? Kind::lower
                                                     : Kind::symbol;
    }
    return kinds;
}
inline constexpr auto ascii_kinds = make_ascii_kinds();
Kind wide_kind_of(char32_t code_point);
}  // namespace detail

//   end  of its bytes
struct Character {
    Kind kind;
    std::size_t end;
};

//   REQUIRES: at < text.size()
inline Character character_at(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) return {detail::ascii_kinds[byte], at + 1};
    const auto code_point = utf8::next(text, at);
    return {detail::wide_kind_of(code_point), at};
}

}  // namespace ingestd::tokens
