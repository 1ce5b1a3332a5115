// A passage as HTML with what matched marked.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::index {

// What the full-text index is asked to put around a match: no text is expected to hold them.
inline constexpr std::string_view mark_begin = "\x01";
inline constexpr std::string_view mark_end = "\x02";

// Everything escaped, marks as <mark>…</mark>. Always balanced: where the text itself holds such
// bytes they are dropped, or at worst mark something else. Pure.
std::string to_html(std::string_view passage);

}  // namespace ingestd::index
