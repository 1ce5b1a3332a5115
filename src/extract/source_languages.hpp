// Programming languages by the endings of their files. Private to the room.
#pragma once

#include <string_view>

namespace ingestd::extract {

// "python" of "main.py": the word for DocumentFacts::format. Empty: no source code that is known.
std::string_view source_language(std::string_view filename);

}  // namespace ingestd::extract
