// The commands and environments of LaTeX that matter for the text. Private to the room.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::formats {

// What the text in an open brace is for.
enum class LatexUse { plain, heading, caption, title, author, note, label };

enum class LatexAct {
    none,    // unknown: its name goes, its arguments stay as text
    drop,    // `number` arguments go as well
    open,    // its argument is for `use`; a heading is of level `number`
    text,    // stands for `text`
    accent,  // `text` is the accent's name
    begin,
    end,
    item,
    bibliography_item,
    make_title,
    reference,      // its key stays
    raw,            // its argument stays as it stands
    verbatim,       // \verb|x|
    formula_begin,  // displayed: `number` is 1
    definition,     // \def\name#1{…}
    include,        // another file
    false_branch,
    line_end,
    paragraph_end,
};

struct LatexMeaning {
    LatexAct act = LatexAct::none;
    int number = 0;
    std::string_view text;
    LatexUse use = LatexUse::plain;
};
LatexMeaning meaning_of_command(std::string_view name);

enum class LatexPlace {
    plain,  // its text is text like any other
    document,
    list,
    table,
    verbatim,  // code
    formula,
    frame,  // of beamer: its argument is a heading
    nowhere,
};

//   arguments  that go
struct LatexEnvironment {
    LatexPlace place = LatexPlace::plain;
    int arguments = 0;
};
//   name  without a star
LatexEnvironment environment_named(std::string_view name);

// "é" of "'" and "e"; what has no character of its own gets a combining one.
//   accent  one of ' ` ^ " ~ = . and the letters of \u \v \H \c \k \r \d \b
std::string accented(std::string_view accent, std::string_view letter);

}  // namespace ingestd::formats
