// What one line of source code is. Private to the room.
#pragma once

#include <cstddef>
#include <string_view>

#include "source_rules.hpp"

namespace ingestd::formats {

enum class SourceLineKind {
    blank,
    comment,  // or an attribute: belongs to what follows directly
    definition,
    container,  // a definition that holds others
    closing,    // "}", "end", a label: belongs to what stands before
    other,
};

//   text  without indentation and white space at its end
SourceLineKind kind_of_line(std::string_view text, const SourceRules& rules);

// In columns; a tab goes to the next multiple of four.
std::size_t indentation_of(std::string_view line);

}  // namespace ingestd::formats
