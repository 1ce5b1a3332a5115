#include "content_disposition.hpp"

#include <algorithm>
#include <cctype>

#include <ingestd/base/utf8.hpp>

namespace ingestd::http {
namespace {

constexpr std::size_t name_bytes_max = 255;  // of a file system

std::string last_part(std::string_view filename) {
    const auto slash = filename.find_last_of("/\\");
    if (slash != filename.npos) filename.remove_prefix(slash + 1);
    return std::string{utf8::prefix(utf8::repair(filename), name_bytes_max)};
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

std::string quoted_ascii(std::string_view name) {
    std::string text = "\"";
    for (const char c : name) {
        const bool is_plain = static_cast<unsigned char>(c) < 0x80 && !is_control(c) && c != '"' &&
                              c != '\\' && c != '%';
        text += is_plain ? c : '_';
    }
    return text + '"';
}

// attr-char of RFC 8187; all else as octets.
std::string extended(std::string_view name) {
    constexpr std::string_view marks = "!#$&+-.^_`|~";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text = "UTF-8''";
    for (const char c : name) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet < 0x80 && (std::isalnum(octet) || marks.find(c) != marks.npos)) {
            text += c;
        } else {
            text += '%';
            text += digits[octet >> 4];
            text += digits[octet & 15];
        }
    }
    return text;
}

}  // namespace

std::string attachment_named(std::string_view filename) {
    auto name = last_part(filename);
    std::erase_if(name, is_control);
    if (name.empty() || name == "." || name == "..") name = "document";
    std::string field = "attachment; filename=" + quoted_ascii(name);
    const bool is_ascii =
        std::ranges::all_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!is_ascii || quoted_ascii(name) != '"' + name + '"')
        field += "; filename*=" + extended(name);
    return field;
}

}  // namespace ingestd::http
