// What the tables at the start of an RTF document say. Private to the room.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

namespace ingestd::formats {

// Numbers of fonts and styles have 16 bits; others are an attack on memory.
inline int rtf_table_index(int number) {
    return std::clamp(number, 0, 65'535);
}

//   encoding  empty: the document's own
class RtfFonts {
public:
    void select(int font) { current_ = rtf_table_index(font); }
    void set_encoding(std::string encoding) { encodings_[current_] = std::move(encoding); }
    const std::string& encoding(int font, const std::string& otherwise) const;

private:
    std::map<int, std::string> encodings_;
    int current_ = 0;
};

//   heading_level  from 1; 0: no heading
struct RtfStyle {
    int heading_level = 0;
    bool is_caption = false;
};

class RtfStyles {
public:
    void begin_style() { current_ = 0; }
    void select(int style) { current_ = rtf_table_index(style); }
    void set_outline_level(int level);
    void set_name(std::string_view name);
    RtfStyle style(int number) const;

private:
    std::map<int, RtfStyle> styles_;
    int current_ = 0;
};

// Outline levels count from 0, and 9 is body text.
int heading_level_of_outline(int outline_level);

}  // namespace ingestd::formats
