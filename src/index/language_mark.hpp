// Which languages a text is in, told to the tokenizer by the text itself: FTS5 hands it nothing
// else.
//
//   U+0002 code ["," code]… U+0002 text           "\x02en\x02Boundary layers"
//
// Written before every text that the full-text index is given, so what follows is never read as
// one.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::index {

inline constexpr char language_mark = '\x02';

//   languages  codes as CLD2 tells them, joined by commas; may be empty
inline std::string marked(std::string_view languages, std::string_view text) {
    std::string whole;
    whole.reserve(languages.size() + text.size() + 2);
    whole += language_mark;
    whole += languages;
    whole += language_mark;
    whole += text;
    return whole;
}

//   text_begin  where the text begins; 0: there is no mark
struct LanguageMark {
    std::string_view languages;
    std::size_t text_begin = 0;
};

inline LanguageMark read_language_mark(std::string_view whole) {
    if (whole.empty() || whole.front() != language_mark) return {};
    const auto end = whole.find(language_mark, 1);
    if (end == std::string_view::npos) return {};
    return {whole.substr(1, end - 1), end + 1};
}

}  // namespace ingestd::index
