// What one line of reStructuredText begins. Private to the room.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace ingestd::formats {

// "=====": one punctuation mark, again and again.
bool is_adornment(std::string_view text);

// Whether `adornment` is long enough to stand under (and over) `title`.
bool underlines(std::string_view adornment, std::string_view title);

// The length of "- ", "3. ", "#) ", "* - " …; 0: no item begins.
std::size_t item_mark_length(std::string_view text);

// ":name: body"
struct RstField {
    std::string_view name;
    std::string_view body;
};
std::optional<RstField> parse_field(std::string_view text);

// Behind ".. ": "name:: argument"
struct RstDirectiveLine {
    std::string_view name;
    std::string_view argument;
};
std::optional<RstDirectiveLine> parse_directive(std::string_view text);

}  // namespace ingestd::formats
