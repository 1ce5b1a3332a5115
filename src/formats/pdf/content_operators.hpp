// The operators of a page's content. Private to the room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ingestd::formats {

// They have up to three letters; 0: it is none.
constexpr std::uint32_t code_of(std::string_view operation) {
    if (operation.size() > 3) return 0;
    std::uint32_t code = 0;
    for (const char c : operation) code = code << 8 | static_cast<unsigned char>(c);
    return code;
}

// Of those whose operands are numbers that set where and how text is drawn; 0: it is none.
std::size_t numbers_of_text(std::uint32_t operation);

// How many operands those take, at least, that build a path; none: it does not.
std::optional<std::size_t> operands_of_path(std::uint32_t operation);

// Of those that draw no text and change nothing about it, except for paths; none: it may.
std::optional<std::size_t> operands_of_drawing(std::uint32_t operation);

}  // namespace ingestd::formats
