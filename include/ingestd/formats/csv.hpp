// Comma-, semicolon-, tab- and bar-separated values (RFC 4180, leniently), as a stream.
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// One table row a record, its cells joined by " | "; empty records are left out. The first row is
// flagged as the header when none of its cells is empty or a number.
//   memory  one record; a quote that never closes ends at 1 MiB and is told in a warning
//   errors  no_text
Outcome read_csv(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats
