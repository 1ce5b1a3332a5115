#include "byte_pairs.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <functional>

namespace ingestd::tokens {
namespace {

constexpr std::size_t short_max = 64;  // bytes of a word within which looking beats a heap

// Folded multiplication, eight bytes at a time. Tables are fixed, so nobody can aim at collisions.
std::uint64_t hash_of(std::string_view bytes) {
    constexpr std::uint64_t factor = 0x9E37'79B9'7F4A'7C15;
    std::uint64_t hash = bytes.size() * factor;
    while (!bytes.empty()) {
        std::uint64_t word = 0;
        const auto step = std::min<std::size_t>(bytes.size(), sizeof word);
        std::memcpy(&word, bytes.data(), step);
        hash = (std::rotl(hash, 29) ^ word) * factor;
        hash ^= hash >> 32;
        bytes.remove_prefix(step);
    }
    return hash;
}

}  // namespace

BytePairTable::BytePairTable(std::string_view packed) : packed_{packed} {
    std::size_t tokens = 0;
    for (std::size_t at = 0; at < packed.size(); ++tokens) {
        at += 1 + static_cast<unsigned char>(packed[at]);
    }
    slots_.resize(std::bit_ceil(std::max<std::size_t>(tokens, 1) * 2));
    std::uint32_t rank = 0;
    for (std::size_t at = 0; at < packed.size(); ++rank) {
        const auto size = static_cast<unsigned char>(packed[at++]);
        const auto bytes = packed.substr(at, size);
        const auto hash = hash_of(bytes);
        auto slot = hash & (slots_.size() - 1);
        while (slots_[slot].rank != none) slot = (slot + 1) & (slots_.size() - 1);
        slots_[slot] = {
            static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(at), rank};
        longest_ = std::max<std::size_t>(longest_, size);
        at += size;
    }
    pairs_.resize(std::size_t{1} << 16);
    for (std::size_t pair = 0; pair < pairs_.size(); ++pair) {
        const std::array bytes{static_cast<char>(pair >> 8), static_cast<char>(pair)};
        pairs_[pair] = rank_of({bytes.data(), bytes.size()});
    }
}

std::uint32_t BytePairTable::rank_of(std::string_view bytes) const {
    if (bytes.size() > longest_) return none;
    const auto hash = hash_of(bytes);
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    for (auto at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
        const Slot& slot = slots_[at];
        if (slot.rank == none) return none;
        if (slot.tag != tag) continue;
        const auto size = static_cast<unsigned char>(packed_[slot.begin - 1]);
        if (packed_.substr(slot.begin, size) == bytes) return slot.rank;
    }
}

std::uint32_t BytePairMerge::rank_with_next(std::string_view word, std::uint32_t part) const {
    const auto next = parts_[part].behind;
    if (next + 1 == parts_.size()) return BytePairTable::none;
    const auto begin = parts_[part].begin, end = parts_[parts_[next].behind].begin;
    return table_.rank_of(word.substr(begin, end - begin));
}

void BytePairMerge::offer(std::uint32_t part) {
    if (parts_[part].rank == BytePairTable::none) return;
    heap_.push_back(std::uint64_t{parts_[part].rank} << 32 | part);
    std::push_heap(heap_.begin(), heap_.end(), std::greater<>{});
}

std::uint32_t BytePairMerge::count(std::string_view word) {
    if (word.size() <= 1 || table_.rank_of(word) != BytePairTable::none)
        return word.empty() ? 0 : 1;
    return word.size() <= short_max ? count_short(word) : count_long(word);
}

// Quadratic in a few bytes.
std::uint32_t BytePairMerge::count_short(std::string_view word) const {
    std::array<std::uint8_t, short_max + 1> begins{};  // of the parts, then the word's end
    std::array<std::uint32_t, short_max> ranks{};      // of a part and the one behind it together
    auto parts = word.size();
    for (std::size_t i = 0; i <= parts; ++i) begins[i] = static_cast<std::uint8_t>(i);
    for (std::size_t i = 0; i + 1 < parts; ++i)
        ranks[i] = table_.rank_of_pair(word[i], word[i + 1]);
    const auto rank_at = [&](std::size_t i) {
        if (i + 1 >= parts) return BytePairTable::none;
        return table_.rank_of(word.substr(begins[i], begins[i + 2] - begins[i]));
    };
    while (parts > 1) {
        const auto end = ranks.begin() + static_cast<std::ptrdiff_t>(parts - 1);
        const auto lowest = std::min_element(ranks.begin(), end);
        if (*lowest == BytePairTable::none) break;
        const auto at = static_cast<std::size_t>(lowest - ranks.begin());
        std::copy(begins.begin() + at + 2, begins.begin() + parts + 1, begins.begin() + at + 1);
        std::copy(lowest + 1, end, lowest);
        --parts;
        ranks[at] = rank_at(at);
        if (at > 0) ranks[at - 1] = rank_at(at - 1);
    }
    return static_cast<std::uint32_t>(parts);
}

std::uint32_t BytePairMerge::count_long(std::string_view word) {
    const auto size = static_cast<std::uint32_t>(word.size());
    parts_.clear();
    heap_.clear();
    for (std::uint32_t i = 0; i <= size; ++i) {
        parts_.push_back({i, i == 0 ? 0 : i - 1, i + 1, BytePairTable::none});
    }
    for (std::uint32_t i = 0; i + 1 < size; ++i) {
        parts_[i].rank = table_.rank_of_pair(word[i], word[i + 1]);
        offer(i);
    }
    auto count = size;
    while (!heap_.empty()) {
        std::pop_heap(heap_.begin(), heap_.end(), std::greater<>{});
        const auto rank = static_cast<std::uint32_t>(heap_.back() >> 32);
        const auto at = static_cast<std::uint32_t>(heap_.back());
        heap_.pop_back();
        // What was offered before a neighbour changed, or went, says another rank than it has now.
        if (parts_[at].rank != rank) continue;
        const auto gone = parts_[at].behind;
        parts_[gone].rank = BytePairTable::none;
        parts_[at].behind = parts_[gone].behind;
        parts_[parts_[gone].behind].before = at;
        --count;
        parts_[at].rank = rank_with_next(word, at);
        offer(at);
        if (at != 0) {
            const auto before = parts_[at].before;
            parts_[before].rank = rank_with_next(word, before);
            offer(before);
        }
    }
    return count;
}

}  // namespace ingestd::tokens
