// Words that were counted before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

namespace ingestd::tokens {

// Most words of a text are the same few thousand: their counts stay near, in 256 KiB. A word takes
// the place of another without asking, so that nothing is ever searched.
//   thread  one at a time
class WordMemo {
public:
    // What two words are compared by: their bytes themselves.
    class Key {
    public:
        // nullopt: too long to be kept.
        //   REQUIRES: the word lies within `text`
        static std::optional<Key> of(std::string_view text, std::size_t at, std::size_t size) {
            if (size > bytes_max) return std::nullopt;
            const char* const word = text.data() + at;
            Key key;
            if (size >= 8) {
                key.low_ = load<std::uint64_t>(word);
                if (size > 8) key.high_ = load<std::uint64_t>(word + size - 8) >> 8 * (16 - size);
            } else if (size >= 4) {
                key.low_ = load<std::uint32_t>(word) | load<std::uint32_t>(word + size - 4)
                                                           << 8 * (size - 4);
            } else {
                for (std::size_t i = size; i-- > 0;)
                    key.low_ = key.low_ << 8 | load<std::uint8_t>(word + i);
            }
            key.high_ |= std::uint64_t{size} << size_shift;
            return key;
        }

    private:
        friend WordMemo;

        // Words are packed by loads that overlap: a copy of so few bytes costs more than all else.
        template <class Unsigned>
        static std::uint64_t load(const char* bytes) {
            Unsigned value = 0;
            std::memcpy(&value, bytes, sizeof value);
            return value;
        }

        std::uint64_t low_ = 0;
        std::uint64_t high_ = 0;  // 6 bytes, then a byte for the count, then one for the size
    };

    WordMemo() : places_(places) {}

    // 0: not known.
    std::uint32_t find(const Key& key) const {
        const Key& place = places_[place_of(key)];
        const bool is_same = place.low_ == key.low_ && (place.high_ & ~count_mask) == key.high_;
        return is_same ? static_cast<std::uint32_t>(place.high_ >> count_shift & 0xFF) : 0;
    }

    //   REQUIRES: count is not 0
    void keep(Key key, std::uint32_t count) {
        key.high_ |= std::uint64_t{count} << count_shift;
        places_[place_of(key)] = key;
    }

private:
    static constexpr std::size_t places = 16 * 1024;
    static constexpr std::size_t bytes_max = 14;
    static constexpr int count_shift = 48, size_shift = 56;
    static constexpr std::uint64_t count_mask = std::uint64_t{0xFF} << count_shift;

    static std::size_t place_of(const Key& key) {
        const auto size_and_bytes = key.high_ & ~count_mask;
        auto hash = key.low_ * 0x9E37'79B9'7F4A'7C15 ^ size_and_bytes * 0xC2B2'AE3D'27D4'EB4F;
        hash ^= hash >> 29;
        return hash * 0xBF58'476D'1CE4'E5B9 >> 50;
    }

    std::vector<Key> places_;
};

}  // namespace ingestd::tokens
