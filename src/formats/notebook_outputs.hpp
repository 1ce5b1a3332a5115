// What a notebook's code printed, as text for reading. Private to the room.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::formats {

// Without colours and other terminal commands, each line as it stood at last (progress bars write
// over themselves), and only the beginning of what is longer than output_text_max.
std::string output_text(std::string_view printed);

}  // namespace ingestd::formats
