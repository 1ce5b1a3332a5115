// Markdown that stands inside of something else. Private to the room.
#pragma once

#include <string_view>

#include "block_writer.hpp"

namespace ingestd::formats {

//   text  well-formed UTF-8, without front matter
void write_markdown(std::string_view text, BlockWriter& writer);

}  // namespace ingestd::formats
