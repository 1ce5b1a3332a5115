// Text in, marks out: every place where a chunk may begin, and how good a place it is.
#pragma once

#include <cstdint>
#include <vector>

#include <ingestd/document/block.hpp>

#include "graphemes.hpp"
#include "text_window.hpp"
#include "token_meter.hpp"

namespace ingestd::chunk {

// From the worst place to the best.
enum class Break : std::uint8_t {
    inside,    // a grapheme longer than a chunk
    grapheme,  // within a run without spaces; a word may begin here or not
    word,
    sentence,  // also a line of code, and what follows a heading
    unit,      // a paragraph, list item, table row …
    section,   // a heading
    page,
};

//   offset  of the extracted text; never white space, unless that goes on for too long
//   units   of the text before it, by one TokenMeter over the whole document
struct Mark {
    std::uint64_t offset = 0;
    std::uint64_t units = 0;
    Break strength = Break::word;
};

inline constexpr std::size_t white_space_max = 64_KiB;  // a longer run of white space is cut
inline constexpr std::size_t word_tail_bytes =
    32;  // of a word, read to see whether a sentence ends

// Between two marks lie at most max_tokens tokens. What is marked depends on the text and on
// where elements begin, not on the parts in which it came. One pass; ASCII is scanned by table.
class Scanner {
public:
    explicit Scanner(std::uint32_t max_tokens);

    // The text appended from here on belongs to an element of this kind, which is as good a place
    // as this.
    void begin_element(BlockKind kind, Break strength);

    // Marks the text that has been appended since the last call.
    //   REQUIRES: the window still holds word_tail_bytes before its last mark
    //   marks  valid until the next call
    const std::vector<Mark>& scan(const TextWindow& window);

    // The units of the whole text. REQUIRES: nothing is scanned afterwards.
    std::uint64_t finish_units() {
        meter_.settle();
        return meter_.units();
    }

private:
    struct Text;

    std::size_t scan_space(const Text& text, std::size_t at);
    std::size_t scan_ascii(const Text& text, std::size_t at);
    std::size_t scan_ascii_letters(const Text& text, std::size_t at);
    std::size_t scan_wide(const Text& text, std::size_t at);

    void meet_space(std::uint64_t offset);
    void bound_space(std::uint64_t offset);
    void find_grapheme_begin(const Text& text, std::size_t at, std::uint64_t units);
    void mark_wide(const Text& text, std::uint64_t offset, char32_t code_point);
    void split_long_piece(const Text& text, Mark here, std::uint64_t end);
    void mark_start(const Text& text, std::uint64_t offset, char32_t next);
    Break strength_after_space(const Text& text, char32_t next) const;
    void mark(std::uint64_t offset, std::uint64_t units, Break strength);

    bool is_start() const { return in_space_ || element_begins_; }
    bool is_far(std::uint64_t offset) const { return offset - last_.offset >= joint_after_; }

    std::uint64_t max_tokens_;
    std::uint64_t joint_after_;  // bytes of a run without spaces, after which it is marked within
    std::vector<Mark> marks_;
    TokenMeter meter_;
    GraphemeBreaks graphemes_;
    std::uint64_t scanned_ = 0;
    Mark last_;
    Mark word_;  // the last that is a word's beginning or better

    BlockKind kind_ = BlockKind::paragraph;
    bool element_begins_ = false;  // and nothing of it but white space has come yet
    Break element_strength_ = Break::word;

    bool in_space_ = true;
    std::uint64_t space_begin_ = 0;
    std::uint64_t space_limit_ = white_space_max;
    std::uint32_t newlines_ = 0;
    bool has_form_feed_ = false;

    char32_t previous_ = 0;         // the code point before, when it is not ASCII; else 0
    bool after_wide_stop_ = false;  // behind 。 and what closes after it
    Mark grapheme_;                 // where the current grapheme began
    std::uint64_t wide_end_ = 0;    // up to here grapheme_ is known
};

}  // namespace ingestd::chunk
