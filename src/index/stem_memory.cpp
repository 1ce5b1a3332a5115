#include "stem_memory.hpp"

#include <algorithm>
#include <functional>

namespace ingestd::index {
namespace {

std::size_t slot_of(std::string_view word) {
    return std::hash<std::string_view>{}(word) % StemMemory::slots;
}

}  // namespace

void StemMemory::Text::set(std::string_view text) {
    size = static_cast<std::uint8_t>(text.size());
    std::ranges::copy(text, bytes.begin());
}

std::optional<std::string_view> StemMemory::find(std::string_view word) const {
    if (slots_.empty() || word.empty()) return std::nullopt;
    const auto& slot = slots_[slot_of(word)];
    if (slot.word.view() != word) return std::nullopt;
    return slot.stem.view();
}

void StemMemory::keep(std::string_view word, std::string_view stem) {
    if (word.empty() || word.size() > bytes_max || stem.size() > bytes_max) return;
    if (slots_.empty()) slots_.resize(slots);
    auto& slot = slots_[slot_of(word)];
    slot.word.set(word);
    slot.stem.set(stem);
}

}  // namespace ingestd::index
