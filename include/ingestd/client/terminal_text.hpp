// Text of strangers on somebody's terminal: harmless, and of a known width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ingestd::client {

// Well-formed UTF-8 in which nothing moves the cursor, starts an escape sequence or reorders what
// is read: control, bidirectional and invisible formatting characters, line separators and broken
// bytes become U+FFFD. Joiners (U+200C, U+200D) stay: scripts and emoji need them.
std::string harmless(std::string_view text);

// The same, on one line: line ends and tabs become a blank, and blanks in a row one.
std::string harmless_line(std::string_view text);

// Columns that the text takes: wide characters and emoji two, combining ones none.
// REQUIRES: well-formed UTF-8.
std::size_t display_width(std::string_view text);

// The text itself, or as much of it as fits with '…' behind. REQUIRES: well-formed UTF-8.
std::string fit(std::string_view text, std::size_t columns);

}  // namespace ingestd::client
