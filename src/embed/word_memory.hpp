// What words met lately are as features: few words make most of a text.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ingestd::embed {

//   hash  of its stem; of no meaning for a stop word
struct WordFeature {
    std::uint64_t hash = 0;
    bool is_stop_word = false;
};

// A word displaces another that falls into its slot. Takes no memory before something is kept, then
// about 170 KB.
//   thread  one at a time
class WordMemory {
public:
    static constexpr std::size_t bytes_max = 23;  // longer words are not kept
    static constexpr std::size_t slots = 4096;

    // Null where it is not known. Valid until the next keep().
    const WordFeature* find(std::string_view word) const;
    void keep(std::string_view word, const WordFeature& feature);

private:
    struct Slot {
        WordFeature feature;
        std::uint8_t size = 0;  // 0: the slot is free; no word is empty
        std::array<char, bytes_max> bytes;

        std::string_view word() const { return {bytes.data(), size}; }
    };

    std::vector<Slot> slots_;
};

}  // namespace ingestd::embed
