// What converters make of Office documents of before 2007: plain text, and rows.
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// A paragraph a line, in UTF-8.
//   errors  no_text
Outcome read_converted_document(std::string_view text, BlockSink& sink);

// Slides, each ended by a form feed and counted as a page; their lines stay lines.
//   errors  no_text
Outcome read_converted_slides(std::string_view text, BlockSink& sink);

// Sheets of comma-separated rows, each ended by a form feed and counted as a page.
//   errors  no_text
Outcome read_converted_sheets(std::string_view text, BlockSink& sink);

}  // namespace ingestd::formats
