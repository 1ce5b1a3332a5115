// What is known of words that were met lately: few words make most of a text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace ingestd {

// A word in three numbers: compared and hashed at once, without a look at the text it came from.
class WordKey {
public:
    static constexpr std::size_t bytes_max = 23;  // the last byte is the size

    //   REQUIRES: word.size() <= bytes_max
    explicit WordKey(std::string_view word) {
        const char* const bytes = word.data();
        const auto size = word.size();
        if (size > 16) {
            parts_[0] = load<std::uint64_t>(bytes);
            parts_[1] = load<std::uint64_t>(bytes + 8);
            parts_[2] = load<std::uint64_t>(bytes + size - 8) >> 8 * (24 - size);
        } else if (size > 8) {
            parts_[0] = load<std::uint64_t>(bytes);
            parts_[1] = load<std::uint64_t>(bytes + size - 8) >> 8 * (16 - size);
        } else if (size > 0) {
            parts_[0] = load_few(bytes, size);
        }
        parts_[2] |= std::uint64_t{size} << 56;
    }
    WordKey() = default;  // of the empty word

    std::uint64_t hash() const {
        auto hash = parts_[0] * 0x9E37'79B9'7F4A'7C15 ^ parts_[1] * 0xC2B2'AE3D'27D4'EB4F ^
                    parts_[2] * 0x1656'67B1'9E37'79F9;
        hash ^= hash >> 29;
        return hash * 0xBF58'476D'1CE4'E5B9 >> 32;
    }
    friend bool operator==(const WordKey& a, const WordKey& b) {
        const auto differing =
            (a.parts_[0] ^ b.parts_[0]) | (a.parts_[1] ^ b.parts_[1]) | (a.parts_[2] ^ b.parts_[2]);
        return differing == 0;
    }

private:
    // Loads that overlap: a copy of so few bytes costs more than all else.
    template <class Unsigned>
    static std::uint64_t load(const char* bytes) {
        Unsigned value = 0;
        std::memcpy(&value, bytes, sizeof value);
        return value;
    }
    static std::uint64_t load_few(const char* bytes, std::size_t size) {
        if (size == 8) return load<std::uint64_t>(bytes);
        if (size >= 4) {
            const auto tail = load<std::uint32_t>(bytes + size - 4);
            return load<std::uint32_t>(bytes) | tail << 8 * (size - 4);
        }
        return load<std::uint8_t>(bytes) | load<std::uint8_t>(bytes + size / 2) << 8 * (size / 2) |
               load<std::uint8_t>(bytes + size - 1) << 8 * (size - 1);
    }

    std::array<std::uint64_t, 3> parts_{};
};

// A word displaces another that falls into its slot, so that nothing is ever searched. Takes no
// memory before something is kept.
//   Value   small
//   thread  one at a time
template <class Value, std::size_t slot_count>
class WordMemory {
public:
    static constexpr std::size_t bytes_max = WordKey::bytes_max;  // longer words are not kept
    static constexpr std::size_t slots = slot_count;

    // Null where it is not known. Valid until the next keep().
    const Value* find(std::string_view word) const {
        if (slots_.empty() || word.empty() || word.size() > bytes_max) return nullptr;
        const WordKey key{word};
        const auto& slot = slots_[key.hash() % slots];
        return slot.key == key ? &slot.value : nullptr;
    }

    void keep(std::string_view word, const Value& value) {
        if (word.empty() || word.size() > bytes_max) return;
        if (slots_.empty()) slots_.resize(slots);
        const WordKey key{word};
        slots_[key.hash() % slots] = {key, value};
    }

    bool is_empty() const { return slots_.empty(); }

private:
    struct Slot {
        WordKey key;  // of the empty word: the slot is free
        Value value{};
    };

    std::vector<Slot> slots_;
};

}  // namespace ingestd
