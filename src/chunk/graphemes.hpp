// Where a grapheme cluster begins (UAX #29, extended), told one code point at a time.
#pragma once

#include <cstdint>

namespace ingestd::chunk {

// A machine of our own, not ICU's iterator: it needs no text but the code point, so a document can
// stream through it in any parts. Where Unicode versions differ (conjuncts of Indic scripts) it
// sees the longer cluster.
class GraphemeBreaks {
public:
    // Whether a cluster begins at `code_point`, which follows the one given before.
    bool begins_at(char32_t code_point);

    // Goes on after an ASCII character that was not given: the fast path's way in.
    void after_ascii(char32_t character);

private:
    enum class Emoji : std::uint8_t { no, pictograph, joined };

    bool joins_previous(std::int32_t kind, bool is_pictograph, char32_t code_point) const;

    std::int32_t previous_ = -1;  // UGraphemeClusterBreak; -1 at the beginning of the text
    Emoji emoji_ = Emoji::no;
    bool odd_regional_ = false;
    bool after_virama_ = false;
};

}  // namespace ingestd::chunk
