// Headers, footers and page numbers: what comes again on page after page. Private to the room.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>

#include "page_text.hpp"

namespace ingestd::formats {

inline constexpr std::size_t running_pages_ahead = 2;  // left and right pages may differ

class RunningLines {
public:
    // Marks those of `pages[at]`, by what stands at the same height of its neighbours. A header is
    // left standing where it comes first: its text is told once.
    void mark(std::deque<PdfPage>& pages, std::size_t at);

private:
    std::unordered_map<std::string, int> told_;  // and on which page
};

}  // namespace ingestd::formats
