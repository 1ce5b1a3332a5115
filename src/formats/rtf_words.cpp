#include "rtf_words.hpp"

#include <unordered_map>

namespace ingestd::formats {
namespace {

constexpr RtfMeaning to(RtfPlace place) {
    return {RtfAct::place, static_cast<std::uint32_t>(place)};
}

constexpr RtfMeaning part(RtfTimePart part) {
    return {RtfAct::time_part, static_cast<std::uint32_t>(part)};
}

constexpr RtfMeaning code_point(char32_t value) {
    return {RtfAct::character, static_cast<std::uint32_t>(value)};
}

const std::unordered_map<std::string_view, RtfMeaning> meanings{
    {"fonttbl", to(RtfPlace::font_table)},
    {"stylesheet", to(RtfPlace::stylesheet)},
    {"info", to(RtfPlace::info)},
    {"title", to(RtfPlace::title)},
    {"author", to(RtfPlace::author)},
    {"creatim", to(RtfPlace::created)},
    {"revtim", to(RtfPlace::modified)},
    {"yr", part(RtfTimePart::year)},
    {"mo", part(RtfTimePart::month)},
    {"dy", part(RtfTimePart::day)},
    {"hr", part(RtfTimePart::hour)},
    {"min", part(RtfTimePart::minute)},
    {"sec", part(RtfTimePart::second)},
    {"footnote", to(RtfPlace::note)},
    {"upr", to(RtfPlace::either)},
    {"shpinst", to(RtfPlace::shape)},
    {"colortbl", to(RtfPlace::nowhere)},
    {"pict", to(RtfPlace::nowhere)},
    {"objdata", to(RtfPlace::nowhere)},
    {"objclass", to(RtfPlace::nowhere)},
    {"fldinst", to(RtfPlace::nowhere)},
    {"shprslt", to(RtfPlace::nowhere)},  // the shape again, for old readers
    {"nonshppict", to(RtfPlace::nowhere)},
    {"nonesttables", to(RtfPlace::nowhere)},
    {"header", to(RtfPlace::nowhere)},
    {"headerl", to(RtfPlace::nowhere)},
    {"headerr", to(RtfPlace::nowhere)},
    {"headerf", to(RtfPlace::nowhere)},
    {"footer", to(RtfPlace::nowhere)},
    {"footerl", to(RtfPlace::nowhere)},
    {"footerr", to(RtfPlace::nowhere)},
    {"footerf", to(RtfPlace::nowhere)},
    {"xe", to(RtfPlace::nowhere)},
    {"tc", to(RtfPlace::nowhere)},
    {"tcn", to(RtfPlace::nowhere)},
    {"filetbl", to(RtfPlace::nowhere)},
    {"mmath", to(RtfPlace::nowhere)},
    {"ud", {RtfAct::unicode_twin}},
    {"shptxt", {RtfAct::shape_text}},
    {"listtext", {RtfAct::list_mark}},
    {"pntext", {RtfAct::list_mark}},
    {"par", {RtfAct::paragraph_end}},
    {"sect", {RtfAct::paragraph_end}},
    {"line", {RtfAct::line_end}},
    {"lbr", {RtfAct::line_end}},
    {"nestrow", {RtfAct::line_end}},
    {"page", {RtfAct::page_end}},
    {"cell", {RtfAct::cell_end}},
    {"row", {RtfAct::row_end}},
    {"nestcell", {RtfAct::nested_cell_end}},
    {"trowd", {RtfAct::row_begin}},
    {"trhdr", {RtfAct::header_row}},
    {"pard", {RtfAct::paragraph_defaults}},
    {"plain", {RtfAct::character_defaults}},
    {"intbl", {RtfAct::in_table}},
    {"ls", {RtfAct::in_list}},
    {"s", {RtfAct::style}},
    {"outlinelevel", {RtfAct::outline_level}},
    {"f", {RtfAct::font}},
    {"deff", {RtfAct::default_font}},
    {"fcharset", {RtfAct::font_charset}},
    {"cpg", {RtfAct::font_code_page}},
    {"ansicpg", {RtfAct::code_page}},
    {"mac", {RtfAct::code_page_is, 10'000}},
    {"pc", {RtfAct::code_page_is, 437}},
    {"pca", {RtfAct::code_page_is, 850}},
    {"v", {RtfAct::hidden}},
    {"deleted", {RtfAct::hidden}},
    {"u", {RtfAct::unicode}},
    {"uc", {RtfAct::unicode_skip}},
    {"tab", code_point('\t')},
    {"emspace", code_point(' ')},
    {"enspace", code_point(' ')},
    {"qmspace", code_point(' ')},
    {"emdash", code_point(0x2014)},
    {"endash", code_point(0x2013)},
    {"bullet", code_point(0x2022)},
    {"lquote", code_point(0x2018)},
    {"rquote", code_point(0x2019)},
    {"ldblquote", code_point(0x201C)},
    {"rdblquote", code_point(0x201D)},
    {"zwj", code_point(0x200D)},
    {"zwnj", code_point(0x200C)},
};

}  // namespace

RtfMeaning meaning_of(std::string_view word) {
    const auto found = meanings.find(word);
    return found == meanings.end() ? RtfMeaning{} : found->second;
}

}  // namespace ingestd::formats
