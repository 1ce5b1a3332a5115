// The stems of words that were asked for lately: few words make most of a text.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ingestd::index {

// A word displaces another that falls into its slot. Takes no memory before something is kept, then
// about 100 KB.
//   thread  one at a time
class StemMemory {
public:
    // Longer words, or stems, are not kept.
    static constexpr std::size_t bytes_max = 23;
    static constexpr std::size_t slots = 2048;

    // Valid until the next keep().
    std::optional<std::string_view> find(std::string_view word) const;
    void keep(std::string_view word, std::string_view stem);
    bool is_empty() const { return slots_.empty(); }

private:
    struct Text {
        std::uint8_t size = 0;  // 0: the slot is free; no word is empty
        std::array<char, bytes_max> bytes;

        std::string_view view() const { return {bytes.data(), size}; }
        void set(std::string_view text);
    };
    struct Slot {
        Text word, stem;
    };

    std::vector<Slot> slots_;
};

}  // namespace ingestd::index
