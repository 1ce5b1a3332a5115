#include "word_memory.hpp"

#include <algorithm>
#include <functional>

namespace ingestd::embed {
namespace {

std::size_t slot_of(std::string_view word) {
    return std::hash<std::string_view>{}(word) % WordMemory::slots;
}

}  // namespace

const WordFeature* WordMemory::find(std::string_view word) const {
    if (slots_.empty() || word.empty()) return nullptr;
    const auto& slot = slots_[slot_of(word)];
    return slot.word() == word ? &slot.feature : nullptr;
}

void WordMemory::keep(std::string_view word, const WordFeature& feature) {
    if (word.empty() || word.size() > bytes_max) return;
    if (slots_.empty()) slots_.resize(slots);
    auto& slot = slots_[slot_of(word)];
    slot.feature = feature;
    slot.size = static_cast<std::uint8_t>(word.size());
    std::ranges::copy(word, slot.bytes.begin());
}

}  // namespace ingestd::embed
