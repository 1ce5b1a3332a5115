// A sum over the places of words, the same in whatever order they are told: what the full-text
// index holds is compared with what its chunks give, without keeping either.
#pragma once

#include <cstdint>
#include <string_view>

namespace ingestd::index {

class WordSum {
public:
    //   column  of the full-text table, from 0; offset  in words, within the column
    void add(std::string_view word, std::int64_t row, int column, std::int64_t offset) {
        std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
        for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
        hash = mix(hash ^ mix(static_cast<std::uint64_t>(row)));
        sum_ +=
            mix(hash ^ mix(static_cast<std::uint64_t>(offset) * 4 + static_cast<unsigned>(column)));
        ++words_;
    }
    std::uint64_t words() const { return words_; }

    friend bool operator==(const WordSum&, const WordSum&) = default;

private:
    // source: the finalizer of SplitMix64
    static std::uint64_t mix(std::uint64_t x) {
        x += 0x9e3779b97f4a7c15;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }

    std::uint64_t sum_ = 0;
    std::uint64_t words_ = 0;
};

}  // namespace ingestd::index
