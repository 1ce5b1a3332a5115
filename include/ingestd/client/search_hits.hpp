// What a search found, as a person reads it. Pure.
#pragma once

#include <string>
#include <string_view>

#include <ingestd/base/result.hpp>

namespace ingestd::client {

// How a match is set off: bold on a terminal, not at all in a file.
enum class Emphasis { bold, none };

// A snippet as the server sends it, HTML-escaped text with <mark>…</mark>, on one line. Harmless; a
// tag that is none of these two is text.
std::string snippet_text(std::string_view snippet, Emphasis emphasis);

// The answer of a search, a paragraph a hit: what and where, and the passage between what stands
// around it, where that was asked for. Of grouped hits the best of each document.
//   errors  Errc::bad_answer
Result<std::string> render_hits(std::string_view json, Emphasis emphasis);

}  // namespace ingestd::client
