#include <cstdint>
#include <cstring>

#include <ingestd/base/utf8.hpp>

namespace ingestd::utf8 {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

unsigned char byte_at(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

bool is_continuation(unsigned char byte) {
    return (byte & 0xC0) == 0x80;
}

struct Sequence {
    std::size_t length;  // of the well-formed sequence, or of the ill-formed maximal subpart
    bool is_valid;
};

// Unicode 15, table 3-7: which second bytes may follow which first ones.
Sequence sequence_at(std::string_view text, std::size_t at) {
    const unsigned char first = byte_at(text, at);
    if (first < 0x80) return {1, true};
    std::size_t length = 0;
    unsigned char low = 0x80, high = 0xBF;
    if (first >= 0xC2 && first <= 0xDF) {
        length = 2;
    } else if (first >= 0xE0 && first <= 0xEF) {
        length = 3;
        if (first == 0xE0) low = 0xA0;
        if (first == 0xED) high = 0x9F;
    } else if (first >= 0xF0 && first <= 0xF4) {
        length = 4;
        if (first == 0xF0) low = 0x90;
        if (first == 0xF4) high = 0x8F;
    } else {
        return {1, false};
    }
    for (std::size_t i = 1; i < length; ++i) {
        if (at + i >= text.size()) return {i, false};
        const unsigned char byte = byte_at(text, at + i);
        if (byte < low || byte > high) return {i, false};
        low = 0x80;
        high = 0xBF;
    }
    return {length, true};
}

}  // namespace

std::size_t ascii_prefix(std::string_view text) {
    constexpr std::uint64_t beyond_ascii = 0x8080808080808080;
    std::size_t at = 0;
    for (std::uint64_t eight = 0; at + sizeof eight <= text.size(); at += sizeof eight) {
        std::memcpy(&eight, text.data() + at, sizeof eight);
        if ((eight & beyond_ascii) != 0) break;
    }
    while (at < text.size() && byte_at(text, at) < 0x80) ++at;
    return at;
}

std::size_t printable_prefix(std::string_view text) {
    constexpr std::uint64_t tops = 0x8080808080808080, ones = 0x0101010101010101;
    std::size_t at = 0;
    for (std::uint64_t eight = 0; at + sizeof eight <= text.size(); at += sizeof eight) {
        std::memcpy(&eight, text.data() + at, sizeof eight);
        // DEL and what is above reach the top bit by one more; what is below the space borrows it.
        if (((eight | (eight + ones) | (eight - 0x20 * ones)) & tops) != 0) break;
    }
    while (at < text.size() && byte_at(text, at) >= 0x20 && byte_at(text, at) < 0x7F) ++at;
    return at;
}

std::size_t find_invalid(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        at += ascii_prefix(text.substr(at));
        if (at == text.size()) break;
        const auto [length, valid] = sequence_at(text, at);
        if (!valid) return at;
        at += length;
    }
    return std::string_view::npos;
}

bool is_valid(std::string_view text) {
    return find_invalid(text) == std::string_view::npos;
}

std::string repair(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto [length, valid] = sequence_at(text, at);
        out += valid ? text.substr(at, length) : replacement;
        at += length;
    }
    return out;
}

std::size_t floor_boundary(std::string_view text, std::size_t at) {
    if (at >= text.size()) return text.size();
    while (at > 0 && is_continuation(byte_at(text, at))) --at;
    return at;
}

std::string_view prefix(std::string_view text, std::size_t max_bytes) {
    return text.substr(0, floor_boundary(text, max_bytes));
}

char32_t next(std::string_view text, std::size_t& at) {
    const unsigned char first = byte_at(text, at);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t code_point = length == 1 ? first : first & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        code_point = code_point << 6 | (byte_at(text, at + i) & 0x3Fu);
    at += length;
    return code_point;
}

void append(std::string& out, char32_t code_point) {
    const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xC0 | code_point >> 6);
        put(0x80 | (code_point & 0x3F));
    } else if (code_point < 0x10000) {
        put(0xE0 | code_point >> 12);
        put(0x80 | (code_point >> 6 & 0x3F));
        put(0x80 | (code_point & 0x3F));
    } else {
        put(0xF0 | code_point >> 18);
        put(0x80 | (code_point >> 12 & 0x3F));
        put(0x80 | (code_point >> 6 & 0x3F));
        put(0x80 | (code_point & 0x3F));
    }
}

}  // namespace ingestd::utf8
