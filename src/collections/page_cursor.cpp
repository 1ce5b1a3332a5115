#include "page_cursor.hpp"

#include <charconv>
#include <limits>

namespace ingestd::collections {
namespace {

// Marks, so that a cursor of one list is none of the other.
constexpr char key_mark = 'k';
constexpr char position_mark = 'p';

template <class Number>
std::optional<Number> parse_number(std::string_view text, int base) {
    Number number = 0;
    const auto* const end = text.data() + text.size();
    const auto [stopped, failed] = std::from_chars(text.data(), end, number, base);
    if (failed != std::errc{} || stopped != end) return std::nullopt;
    return number;
}

}  // namespace

std::string after_key(std::string_view key) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string cursor(1, key_mark);
    for (const char c : key) {
        const auto byte = static_cast<unsigned char>(c);
        cursor += digits[byte >> 4];
        cursor += digits[byte & 15];
    }
    return cursor;
}

std::optional<std::string> parse_after_key(std::string_view cursor) {
    if (cursor.size() % 2 == 0 || cursor.front() != key_mark) return std::nullopt;
    std::string key;
    for (cursor.remove_prefix(1); !cursor.empty(); cursor.remove_prefix(2)) {
        const auto byte = parse_number<std::uint8_t>(cursor.substr(0, 2), 16);
        if (!byte) return std::nullopt;
        key += static_cast<char>(*byte);
    }
    return key;
}

std::string from_position(std::uint64_t position) {
    return position_mark + std::to_string(position);
}

std::optional<std::uint64_t> parse_from_position(std::string_view cursor) {
    if (cursor.empty() || cursor.front() != position_mark) return std::nullopt;
    const auto position = parse_number<std::uint64_t>(cursor.substr(1), 10);
    // Past what the database can be asked for there is no chunk.
    constexpr std::uint64_t position_max = std::numeric_limits<std::int64_t>::max();
    if (!position || *position > position_max) return std::nullopt;
    return position;
}

}  // namespace ingestd::collections
