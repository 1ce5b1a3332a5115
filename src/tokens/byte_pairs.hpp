// The tokens of one word: neighbours are joined in the order of a table.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace ingestd::tokens {

// The tokens of an encoding by their bytes.
class BytePairTable {
public:
    // `packed` has each token in the order of its rank: a byte that tells its length, then its
    // bytes. It outlives the table.
    explicit BytePairTable(std::string_view packed);

    static constexpr std::uint32_t none = 0xFFFF'FFFF;

    // `none` where these bytes are no token.
    std::uint32_t rank_of(std::string_view bytes) const;

    // The same for two bytes, which are asked for most often.
    std::uint32_t rank_of_pair(char first, char second) const {
        return pairs_
            [static_cast<std::size_t>(static_cast<unsigned char>(first)) << 8 |
             static_cast<unsigned char>(second)];
    }

private:
    // What is compared first, so that most of what is no token costs one look into memory.
    struct Slot {
        std::uint32_t tag = 0;
        std::uint32_t begin = none;  // of its bytes, behind the byte that tells their length
        std::uint32_t rank = none;
    };

    std::string_view packed_;
    std::size_t longest_ = 0;
    std::vector<Slot> slots_;  // a power of two, at most half of them taken
    std::vector<std::uint32_t> pairs_;
};

// Joins the bytes of words. Keeps its memory from one word to the next.
//   thread  one at a time
class BytePairMerge {
public:
    explicit BytePairMerge(const BytePairTable& table) : table_{table} {}

    // How many tokens a word has. n log n in its bytes.
    //   REQUIRES: word.size() < 2^32
    std::uint32_t count(std::string_view word);

private:
    std::uint32_t count_short(std::string_view word) const;
    std::uint32_t count_long(std::string_view word);

    // A part of the word, of which some are gone: joined to the one before them.
    struct Part {
        std::uint32_t begin;
        std::uint32_t before;  // index of the part before and behind
        std::uint32_t behind;
        std::uint32_t rank;  // of it and the one behind it together
    };

    std::uint32_t rank_with_next(std::string_view word, std::uint32_t part) const;
    void offer(std::uint32_t part);

    const BytePairTable& table_;
    std::vector<Part> parts_;          // the last is the word's end
    std::vector<std::uint64_t> heap_;  // rank, then place: the lowest rank, of these the leftmost
};

}  // namespace ingestd::tokens
