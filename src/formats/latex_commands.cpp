#include "latex_commands.hpp"

#include <algorithm>
#include <unordered_map>

namespace ingestd::formats {
namespace {

using Act = LatexAct;
using Place = LatexPlace;
using Use = LatexUse;

const std::unordered_map<std::string_view, LatexMeaning> commands{
    {"part", {Act::open, 1, {}, Use::heading}},
    {"chapter", {Act::open, 1, {}, Use::heading}},
    {"section", {Act::open, 2, {}, Use::heading}},
    {"subsection", {Act::open, 3, {}, Use::heading}},
    {"subsubsection", {Act::open, 4, {}, Use::heading}},
    {"paragraph", {Act::open, 5, {}, Use::heading}},
    {"subparagraph", {Act::open, 6, {}, Use::heading}},
    {"frametitle", {Act::open, 3, {}, Use::heading}},
    {"begin", {Act::begin, 0, {}}},
    {"end", {Act::end, 0, {}}},
    {"item", {Act::item, 0, {}}},
    {"bibitem", {Act::bibliography_item, 0, {}}},
    {"caption", {Act::open, 0, {}, Use::caption}},
    {"title", {Act::open, 0, {}, Use::title}},
    {"author", {Act::open, 0, {}, Use::author}},
    {"maketitle", {Act::make_title, 0, {}}},
    {"footnote", {Act::open, 0, {}, Use::note}},
    {"footnotetext", {Act::open, 0, {}, Use::note}},
    {"endnote", {Act::open, 0, {}, Use::note}},
    {"url", {Act::raw, 0, {}}},
    {"path", {Act::raw, 0, {}}},
    {"nolinkurl", {Act::raw, 0, {}}},
    {"verb", {Act::verbatim, 0, {}}},
    {"lstinline", {Act::verbatim, 0, {}}},
    {"def", {Act::definition, 0, {}}},
    {"gdef", {Act::definition, 0, {}}},
    {"edef", {Act::definition, 0, {}}},
    {"input", {Act::include, 0, {}}},
    {"include", {Act::include, 0, {}}},
    {"subfile", {Act::include, 0, {}}},
    {"lstinputlisting", {Act::include, 0, {}}},
    {"iffalse", {Act::false_branch, 0, {}}},
    {"newline", {Act::line_end, 0, {}}},
    {"linebreak", {Act::line_end, 0, {}}},
    {"tabularnewline", {Act::line_end, 0, {}}},
    {"\\", {Act::line_end, 0, {}}},
    {"(", {Act::formula_begin, 0, {}}},
    {"[", {Act::formula_begin, 1, {}}},
    {"par", {Act::paragraph_end, 0, {}}},
};

const std::unordered_map<std::string_view, int> dropped{
    {"label", 1},
    {"index", 1},
    {"glossary", 1},
    {"usepackage", 1},
    {"documentclass", 1},
    {"RequirePackage", 1},
    {"bibliography", 1},
    {"bibliographystyle", 1},
    {"addbibresource", 1},
    {"pagestyle", 1},
    {"thispagestyle", 1},
    {"pagenumbering", 1},
    {"vspace", 1},
    {"hspace", 1},
    {"vskip", 0},
    {"includegraphics", 1},
    {"graphicspath", 1},
    {"setcounter", 2},
    {"addtocounter", 2},
    {"stepcounter", 1},
    {"setlength", 2},
    {"addtolength", 2},
    {"newcommand", 2},
    {"renewcommand", 2},
    {"providecommand", 2},
    {"DeclareMathOperator", 2},
    {"newenvironment", 3},
    {"renewenvironment", 3},
    {"newtheorem", 2},
    {"theoremstyle", 1},
    {"newcounter", 1},
    {"newlength", 1},
    {"let", 2},
    {"hyphenation", 1},
    {"color", 1},
    {"definecolor", 3},
    {"textcolor", 1},
    {"colorbox", 1},
    {"href", 1},
    {"hyperref", 0},
    {"hypersetup", 1},
    {"geometry", 1},
    {"lstset", 1},
    {"tikzset", 1},
    {"pgfplotsset", 1},
    {"usetikzlibrary", 1},
    {"usetheme", 1},
    {"fontsize", 2},
    {"rule", 2},
    {"resizebox", 2},
    {"scalebox", 1},
    {"rotatebox", 1},
    {"raisebox", 1},
    {"parbox", 1},
    {"multicolumn", 2},
    {"multirow", 2},
    {"cline", 1},
    {"cmidrule", 1},
    {"addcontentsline", 3},
    {"markboth", 2},
    {"markright", 1},
    {"selectlanguage", 1},
    {"foreignlanguage", 1},
    {"thanks", 1},
    {"date", 1},
    {"hphantom", 1},
    {"vphantom", 1},
    {"phantom", 1},
    {"tag", 1},
    {"nocite", 1},
    {"setmainfont", 1},
    {"DeclareUnicodeCharacter", 2},
    {"captionsetup", 1},
    {"footnotemark", 0},
    {"mintinline", 1},
    {"setbeamertemplate", 1},
    {"tikz", 1},
};

const std::unordered_map<std::string_view, std::string_view> symbols{
    {"&", "&"},
    {"%", "%"},
    {"$", "$"},
    {"#", "#"},
    {"_", "_"},
    {"{", "{"},
    {"}", "}"},
    {" ", " "},
    {"\n", " "},
    {"\t", " "},
    {",", " "},
    {";", " "},
    {":", " "},
    {"@", ""},
    {"quad", " "},
    {"qquad", " "},
    {"space", " "},
    {"enspace", " "},
    {"thinspace", " "},
    {"and", ", "},
    {"ldots", "…"},
    {"dots", "…"},
    {"textellipsis", "…"},
    {"ss", "ß"},
    {"ae", "æ"},
    {"AE", "Æ"},
    {"oe", "œ"},
    {"OE", "Œ"},
    {"aa", "å"},
    {"AA", "Å"},
    {"o", "ø"},
    {"O", "Ø"},
    {"l", "ł"},
    {"L", "Ł"},
    {"i", "ı"},
    {"j", "ȷ"},
    {"dh", "ð"},
    {"DH", "Ð"},
    {"th", "þ"},
    {"TH", "Þ"},
    {"dj", "đ"},
    {"DJ", "Đ"},
    {"S", "§"},
    {"P", "¶"},
    {"copyright", "©"},
    {"textregistered", "®"},
    {"texttrademark", "™"},
    {"pounds", "£"},
    {"euro", "€"},
    {"texteuro", "€"},
    {"textdegree", "°"},
    {"textendash", "–"},
    {"textemdash", "—"},
    {"textbullet", "•"},
    {"textbackslash", "\\"},
    {"textasciitilde", "~"},
    {"textasciicircum", "^"},
    {"textunderscore", "_"},
    {"textless", "<"},
    {"textgreater", ">"},
    {"textbar", "|"},
    {"textquoteleft", "‘"},
    {"textquoteright", "’"},
    {"textquotedblleft", "“"},
    {"textquotedblright", "”"},
    {"guillemotleft", "«"},
    {"guillemotright", "»"},
    {"og", "« "},
    {"fg", " »"},
    {"glqq", "„"},
    {"grqq", "“"},
    {"TeX", "TeX"},
    {"LaTeX", "LaTeX"},
    {"BibTeX", "BibTeX"},
    {"XeTeX", "XeTeX"},
    {"LuaTeX", "LuaTeX"},
};

bool is_reference(std::string_view name) {
    return name == "ref" || name.ends_with("ref") || name.starts_with("cite") ||
           name.starts_with("Cite") || name.ends_with("cite");
}

const std::unordered_map<std::string_view, LatexEnvironment> environments{
    {"document", {Place::document, 0}},    {"itemize", {Place::list, 0}},
    {"enumerate", {Place::list, 0}},       {"description", {Place::list, 0}},
    {"compactitem", {Place::list, 0}},     {"thebibliography", {Place::list, 1}},
    {"tabular", {Place::table, 1}},        {"tabularx", {Place::table, 2}},
    {"tabulary", {Place::table, 2}},       {"longtable", {Place::table, 1}},
    {"supertabular", {Place::table, 1}},   {"tblr", {Place::table, 1}},
    {"verbatim", {Place::verbatim, 0}},    {"Verbatim", {Place::verbatim, 0}},
    {"lstlisting", {Place::verbatim, 0}},  {"alltt", {Place::verbatim, 0}},
    {"minted", {Place::verbatim, 1}},      {"equation", {Place::formula, 0}},
    {"align", {Place::formula, 0}},        {"gather", {Place::formula, 0}},
    {"multline", {Place::formula, 0}},     {"flalign", {Place::formula, 0}},
    {"alignat", {Place::formula, 1}},      {"eqnarray", {Place::formula, 0}},
    {"displaymath", {Place::formula, 0}},  {"math", {Place::formula, 0}},
    {"frame", {Place::frame, 0}},          {"comment", {Place::nowhere, 0}},
    {"filecontents", {Place::nowhere, 0}}, {"tikzpicture", {Place::nowhere, 0}},
    {"pgfpicture", {Place::nowhere, 0}},   {"picture", {Place::nowhere, 0}},
    {"axis", {Place::nowhere, 0}},         {"minipage", {Place::plain, 1}},
    {"multicols", {Place::plain, 1}},      {"wrapfigure", {Place::plain, 2}},
    {"adjustbox", {Place::plain, 1}},      {"subfigure", {Place::plain, 1}},
    {"column", {Place::plain, 1}},
};

struct Accent {
    std::string_view combining;
    std::string_view pairs;  // letter, its character, …, parted by spaces
};

const std::unordered_map<std::string_view, Accent> accents{
    {"'", {"\u0301", "aá eé ií oó uú yý cć nń sś zź lĺ rŕ AÁ EÉ IÍ OÓ UÚ YÝ CĆ NŃ SŚ ZŹ"}},
    {"`", {"\u0300", "aà eè iì oò uù AÀ EÈ IÌ OÒ UÙ"}},
    {"^", {"\u0302", "aâ eê iî oô uû wŵ yŷ AÂ EÊ IÎ OÔ UÛ"}},
    {"\"", {"\u0308", "aä eë iï oö uü yÿ AÄ EË IÏ OÖ UÜ"}},
    {"~", {"\u0303", "aã nñ oõ AÃ NÑ OÕ"}},
    {"=", {"\u0304", "aā eē iī oō uū AĀ EĒ IĪ OŌ UŪ"}},
    {".", {"\u0307", "zż cċ eė gġ ZŻ CĊ EĖ GĠ Iİ"}},
    {"u", {"\u0306", "aă gğ uŭ AĂ GĞ UŬ"}},
    {"v", {"\u030C", "cč dď eě nň rř sš tť zž CČ DĎ EĚ NŇ RŘ SŠ TŤ ZŽ"}},
    {"H", {"\u030B", "oő uű OŐ UŰ"}},
    {"c", {"\u0327", "cç sş tţ CÇ SŞ TŢ"}},
    {"k", {"\u0328", "aą eę AĄ EĘ"}},
    {"r", {"\u030A", "aå uů AÅ UŮ"}},
    {"d", {"\u0323", "aạ eẹ oọ AẠ EẸ OỌ"}},
    {"b", {"\u0331", ""}},
};

}  // namespace

LatexMeaning meaning_of_command(std::string_view name) {
    if (const auto found = commands.find(name); found != commands.end()) return found->second;
    if (const auto found = dropped.find(name); found != dropped.end())
        return {Act::drop, found->second, {}};
    if (const auto found = symbols.find(name); found != symbols.end())
        return {Act::text, 0, found->second};
    if (const auto found = accents.find(name); found != accents.end())
        return {Act::accent, 0, found->first};
    if (is_reference(name)) return {Act::reference, 0, {}};
    return {};
}

LatexEnvironment environment_named(std::string_view name) {
    const auto found = environments.find(name);
    return found == environments.end() ? LatexEnvironment{} : found->second;
}

std::string accented(std::string_view accent, std::string_view letter) {
    const auto found = accents.find(accent);
    if (found == accents.end() || letter.empty()) return std::string{letter};
    const auto& [combining, pairs] = found->second;
    // An accent takes the dot's place.
    if (letter == "ı") letter = "i";
    if (letter == "ȷ") letter = "j";
    for (std::size_t at = 0; at < pairs.size();) {
        const auto end = std::min(pairs.find(' ', at), pairs.size());
        if (pairs.substr(at, 1) == letter) return std::string{pairs.substr(at + 1, end - at - 1)};
        at = end + 1;
    }
    return std::string{letter}.append(combining);
}

}  // namespace ingestd::formats
