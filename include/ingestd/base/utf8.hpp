// UTF-8 (RFC 3629): boundaries, validity, repair. Pure; views are valid as long as their input.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ingestd::utf8 {

// Whether every sequence is well formed: shortest form, no surrogates, at most U+10FFFF.
bool is_valid(std::string_view text);

// How many bytes at the beginning are ASCII. Looks at eight at a time.
std::size_t ascii_prefix(std::string_view text);

// How many bytes at the beginning are ASCII that is seen, or a space.
std::size_t printable_prefix(std::string_view text);

// The offset of the first ill-formed byte, or npos.
std::size_t find_invalid(std::string_view text);

// Each ill-formed part becomes one U+FFFD (Unicode 15, table 3-8: maximal subparts).
std::string repair(std::string_view text);

// The greatest offset <= `at` that does not cut a code point of well-formed `text`.
std::size_t floor_boundary(std::string_view text, std::size_t at);

// The longest prefix of at most `max_bytes` that does not cut a code point.
std::string_view prefix(std::string_view text, std::size_t max_bytes);

// The code point that starts at `at` (which is advanced past it). REQUIRES: well-formed, at < size.
char32_t next(std::string_view text, std::size_t& at);

void append(std::string& out, char32_t code_point);

}  // namespace ingestd::utf8
