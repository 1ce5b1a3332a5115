// Which page a place of the extracted text stands on.
#pragma once

#include <cstdint>
#include <vector>

#include <ingestd/document/chunk.hpp>

namespace ingestd::chunk {

inline constexpr std::size_t empty_pages_max =
    100'000;  // so many are listed; page numbers are a stranger's

// Pages follow one another without a gap from the first one on: what separates two belongs to the
// earlier.
class PageMap {
public:
    // Text that begins at `offset` stands on `page`. 0, or a page that has passed: on the newest
    // one.
    void begin_text(std::uint32_t page, std::uint64_t offset);

    // The text ends at `offset`.
    void finish(std::uint64_t offset);

    // 0 before the first page.
    std::uint32_t page_at(std::uint64_t offset) const;

    const std::vector<PageRange>& pages() const { return pages_; }

private:
    std::vector<PageRange> pages_;
    std::size_t empty_pages_ = 0;
};

}  // namespace ingestd::chunk
