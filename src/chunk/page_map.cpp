#include "page_map.hpp"

#include <algorithm>

namespace ingestd::chunk {

void PageMap::begin_text(std::uint32_t page, std::uint64_t offset) {
    const std::uint32_t newest = pages_.empty() ? 0 : pages_.back().page;
    if (page <= newest) return;
    finish(offset);
    const auto room = static_cast<std::uint32_t>(empty_pages_max - empty_pages_);
    const std::uint32_t missing = page - newest - 1;
    for (std::uint32_t i = missing > room ? missing : 0; i < missing; ++i, ++empty_pages_) {
        pages_.push_back({newest + 1 + i, {offset, offset}});
    }
    pages_.push_back({page, {offset, offset}});
}

void PageMap::finish(std::uint64_t offset) {
    if (!pages_.empty()) pages_.back().range.end = offset;
}

std::uint32_t PageMap::page_at(std::uint64_t offset) const {
    const auto after = std::upper_bound(
        pages_.begin(),
        pages_.end(),
        offset,
        [](std::uint64_t at, const PageRange& page) { return at < page.range.begin; }
    );
    return after == pages_.begin() ? 0 : std::prev(after)->page;
}

}  // namespace ingestd::chunk
