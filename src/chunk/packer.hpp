// Marks in, cuts out: which of the places where a chunk may begin are taken.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <ingestd/chunk/token_count.hpp>
#include <ingestd/document/chunk.hpp>
#include <ingestd/document/upload_options.hpp>

#include "scanner.hpp"
#include "text_window.hpp"
#include "word_breaks.hpp"

namespace ingestd::chunk {

inline constexpr std::size_t chunk_bytes_max =
    256_KiB;                                         // letters of 8192 tokens, and much white space
inline constexpr std::size_t lookahead_bytes = 128;  // what ICU sees on either side of a cut

struct Cut {
    ByteRange range;
    std::uint32_t tokens = 0;

    friend bool operator==(const Cut&, const Cut&) = default;
};

// A cut is decided once all that it depends on has been marked, so it is the same however the
// text came. Holds the marks of about two chunks.
class Packer {
public:
    // REQUIRES: 1 <= max_tokens, 2 * overlap_tokens <= max_tokens; `window` outlives the packer
    //   counter  empty: units are the scanner's, and exact. Else they are CountedMarks', and each
    //   cut
    //            is counted before it is taken
    Packer(ChunkingOptions options, const TextWindow& window, TokenCounter counter);

    // Marks in the order of their offsets. `cuts` receives those that this one made certain.
    void add(const Mark& mark, std::vector<Cut>& cuts);

    // The section ends at `end`: cuts all that is left; the next chunk begins there, without an
    // overlap.
    void close(const Mark& end, std::vector<Cut>& cuts);

    std::uint32_t count(std::string_view text) const;

    // Nothing before it is asked for any more.
    std::uint64_t pending_begin() const { return marks_.front().offset; }

private:
    using Index = std::size_t;
    struct Choice {
        Index at = 0;
        std::uint64_t overlap_tokens_max = 0;
    };

    void decide(std::vector<Cut>& cuts);
    std::optional<Choice> choose();
    std::optional<Choice> choose_before_unit(Index unit);
    std::optional<Choice> choose_within_unit();
    Index best_place();
    std::optional<Index> last_word_in_run();
    void take(const Choice& choice, std::uint32_t tokens, std::vector<Cut>& cuts);
    void step_back(Index at, std::uint32_t tokens);
    Index overlap_begin(const Choice& choice);
    Index overlap_begin(Index at, std::uint64_t limit);
    std::optional<Index> first_word_in_run(Index from, Index to);

    std::uint32_t count(Index from, Index to) const;
    std::optional<Index> find_unit_end(Index after) const;
    Index find_overflow() const;
    void begin_at(Index begin, Index fresh);
    std::uint64_t tokens(Index from, Index to) const {
        return tokens_between(marks_[from].units, marks_[to].units);
    }
    bool fits(Index from, Index to) const {
        return tokens(from, to) <= max_tokens_ &&
               marks_[to].offset - marks_[from].offset <= chunk_bytes_max;
    }
    bool is_well_filled(Index at) const;

    std::uint64_t max_tokens_;
    std::uint64_t overlap_tokens_;
    const TextWindow& window_;
    const TokenCounter counter_;
    WordBreaks words_;

    std::vector<Mark> marks_;  // the first is where the chunk begins
    Index fresh_ = 0;          // the first that is not overlap
    Index overflow_ = 0;       // the first up to which the chunk is too long; 0: none yet
    bool is_closing_ = false;
    // What an undecided cut waits for, besides the end of its unit.
    std::uint64_t wait_units_ = 0;
    std::uint64_t wait_offset_ = 0;
};

}  // namespace ingestd::chunk
