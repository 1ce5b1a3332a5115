// Markdown through cmark-gfm (CommonMark with GitHub's tables).
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// Headings, paragraphs, list items, code, table rows (cells joined by " | "); inline text without
// its marks; HTML inside without its tags. Of YAML front matter only title and author are taken.
//   errors  too_large, no_text
Outcome read_markdown(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats
