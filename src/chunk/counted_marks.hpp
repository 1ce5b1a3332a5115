// Marks whose units are a tokenizer's own counts, instead of the scanner's estimate.
#pragma once

#include <cstdint>
#include <vector>

#include <ingestd/chunk/token_count.hpp>

#include "scanner.hpp"
#include "text_window.hpp"

namespace ingestd::chunk {

// A word is counted with the space before it, as tokenizers read it, so units are near what the
// text up to a mark has, not exact. Within a run without spaces marks are held back until enough
// of it has come, and share its count by their bytes. Where what lies between two marks has more
// than max_tokens there will be more marks: at graphemes, within white space, between code points.
// What comes out depends on the marks that go in and on the text alone.
class CountedMarks {
public:
    // REQUIRES: the window outlives this, and holds all from the byte before the last mark given
    // out
    CountedMarks(TokenCounter counter, std::uint32_t max_tokens, const TextWindow& window);

    // The marks that are certain now, in order. A mark of a word or better is the last of them,
    // except at the end of white space that begins the document.
    //   valid until the next call
    const std::vector<Mark>& add(const Mark& mark);

private:
    void count_group();
    void split(std::uint64_t from, std::uint64_t to);
    void bisect(
        const std::vector<std::uint64_t>& places, std::size_t from, std::size_t to, int level
    );
    bool is_too_long(std::uint64_t from, std::uint64_t to) const;
    bool is_leading_space(const Mark& mark) const;
    std::uint64_t without_joint(std::uint64_t end) const;

    const TokenCounter counter_;
    const std::uint64_t max_tokens_;
    const TextWindow& window_;

    std::vector<Mark> group_;  // held back; the last ends it
    std::vector<Mark> ready_;
    std::uint64_t begin_ = 0;    // of the group
    std::uint64_t counted_ = 0;  // begin_, or the space before it
    std::uint64_t units_ = 0;    // of the text up to counted_
};

}  // namespace ingestd::chunk
