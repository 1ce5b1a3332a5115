// Counts by text, for the few hundred words of a chunk: one piece of memory, no nodes.
#pragma once

#include <bit>
#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include <ingestd/base/word_memory.hpp>

namespace ingestd::enrich {

// Open addressing; what is in it never leaves. Keys are views that must outlive it.
template <class Value>
class TextMap {
public:
    // Room for so many different keys. REQUIRES: never more of them.
    explicit TextMap(std::size_t keys) : slots_(std::bit_ceil(2 * keys + 1)) {}

    // The value of `key`, a new one where there is none. REQUIRES: key is not empty.
    Value& operator[](std::string_view key) {
        const auto mask = slots_.size() - 1;
        auto at = hash_of(key) & mask;
        while (!slots_[at].key.empty() && slots_[at].key != key) at = (at + 1) & mask;
        slots_[at].key = key;
        return slots_[at].value;
    }

private:
    // Nearly all are short; those that are not are hashed by all of their bytes, too.
    static std::size_t hash_of(std::string_view key) {
        if (key.size() <= WordKey::bytes_max) return WordKey{key}.hash();
        return std::hash<std::string_view>{}(key);
    }

    struct Slot {
        std::string_view key;
        Value value{};
    };
    std::vector<Slot> slots_;
};

}  // namespace ingestd::enrich
