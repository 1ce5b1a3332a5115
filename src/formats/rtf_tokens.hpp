// RTF as a sequence of tokens. Private to the room.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace ingestd::formats {

enum class RtfTokenKind {
    end,
    group_begin,
    group_end,
    word,    // \par, \u8211
    symbol,  // \~: `text` is that one character
    byte,    // \'e9: `text` is that one byte, or empty where no number follows
    text,    // a run of plain bytes without line ends
    binary,  // what \bin counts off; its bytes are not given
};

//   text    valid as long as the content, or (byte) until the next token
//   number  of a word that has one
struct RtfToken {
    RtfTokenKind kind = RtfTokenKind::end;
    std::string_view text;
    std::optional<int> number;
};

// Knows nothing of what words mean, \bin excepted: its bytes are no tokens.
//   memory  constant
class RtfTokens {
public:
    explicit RtfTokens(std::string_view content) : content_{content} {}

    RtfToken next();
    std::size_t position() const { return at_; }

private:
    RtfToken control();
    RtfToken word();
    RtfToken hex_byte();
    std::optional<int> number();

    std::string_view content_;
    std::size_t at_ = 0;
    char byte_ = 0;
};

}  // namespace ingestd::formats
