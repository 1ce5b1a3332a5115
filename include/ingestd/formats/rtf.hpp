// Rich Text Format (1.9.1), which word processors exchanged before they agreed on XML.
#pragma once

#include <cstddef>
#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

inline constexpr std::size_t rtf_depth_max = 1000;  // groups within groups; Word writes some ten

// Headings (by outline level or style), paragraphs, list items, table rows, captions; notes and
// text boxes behind the paragraph that holds them. Text that is hidden or marked as deleted,
// headers, footers, comments, pictures and formulas are left out. Pages are parts between page
// breaks that somebody set; without one there are none.
//   errors  malformed: no RTF, or nested too deep; no_text
Outcome read_rtf(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats
