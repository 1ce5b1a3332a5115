// The control words of RTF that matter for the text. Private to the room.
#pragma once

#include <cstdint>
#include <string_view>

namespace ingestd::formats {

// What the text of a group is for.
enum class RtfPlace : std::uint8_t {
    body,
    note,        // a footnote or endnote: given behind its paragraph
    box,         // a text box: given behind the notes
    font_table,  // which code page a font has
    stylesheet,  // which styles are headings
    info,        // only title, author and dates of it
    title,
    author,
    created,   // \creatim
    modified,  // \revtim
    either,    // \upr: the same text twice, of which only the Unicode one (\ud) is taken
    shape,     // of which only the text (\shptxt) is taken
    nowhere,   // nothing inside of it is taken
};

enum class RtfAct : std::uint8_t {
    none,
    place,         // begins a destination: `value` is its RtfPlace
    unicode_twin,  // \ud
    shape_text,    // \shptxt
    list_mark,     // the number or bullet as text, and that the paragraph is an item of a list
    character,     // stands for the code point `value`
    paragraph_end,
    line_end,
    page_end,
    cell_end,
    row_end,
    nested_cell_end,
    row_begin,
    header_row,
    paragraph_defaults,
    character_defaults,
    in_table,
    in_list,
    style,
    outline_level,
    font,
    default_font,
    font_charset,
    font_code_page,
    code_page,
    code_page_is,  // the document's code page is `value`
    hidden,
    unicode,
    unicode_skip,
    time_part,  // `value` is its RtfTimePart
};

enum class RtfTimePart : std::uint8_t { year, month, day, hour, minute, second };

struct RtfMeaning {
    RtfAct act = RtfAct::none;
    std::uint32_t value = 0;

    RtfPlace place() const { return static_cast<RtfPlace>(value); }
    RtfTimePart time_part() const { return static_cast<RtfTimePart>(value); }
};

// RtfAct::none for words that change no text.
RtfMeaning meaning_of(std::string_view word);

}  // namespace ingestd::formats
