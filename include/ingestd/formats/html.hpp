// HTML through gumbo, an HTML5 parser.
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// Headings, paragraphs, list items, table rows (cells joined by " | "), pre as code; script, style,
// template, navigation and alternative texts are left out. Title, author and language from the
// head.
//   content_type  as declared: its charset counts where the bytes leave the encoding open
//   errors        too_large, no_text
Outcome read_html(std::string_view content, std::string_view content_type, BlockSink& sink);

}  // namespace ingestd::formats
