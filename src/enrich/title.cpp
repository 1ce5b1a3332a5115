// What a document is called in a list.
#include <algorithm>
#include <array>

#include <ingestd/base/utf8.hpp>
#include <ingestd/enrich/title.hpp>
#include <unicode/uchar.h>

namespace ingestd::enrich {
namespace {

constexpr std::size_t title_bytes_max = 300;
constexpr std::size_t ending_max = 5;  // ".xhtml"; what is longer is part of the name

// What programs write when nobody gave a title, a number behind it or not.
constexpr auto empty_titles =
    std::to_array<std::string_view>({"untitled",     "untitled document",
                                     "document",     "new document",
                                     "doc",          "title",
                                     "no title",     "unknown",
                                     "none",         "null",
                                     "presentation", "powerpoint presentation",
                                     "slide",        "book",
                                     "sheet",        "page",
                                     "scan",         "scanned document",
                                     "(anonymous)",  "image",
                                     "layout"});

constexpr auto program_prefixes = std::to_array<std::string_view>(
    {"microsoft word - ",
     "microsoft powerpoint - ",
     "microsoft excel - ",
     "file:",
     "http:",
     "https:"}
);

constexpr auto program_endings =
    std::to_array<std::string_view>({"ai",  "ashx", "cdr",  "doc",  "docx", "dot", "dvi", "eps",
                                     "fm",  "htm",  "html", "indd", "md",   "odp", "ods", "odt",
                                     "p65", "pdf",  "pmd",  "ppt",  "pptx", "ps",  "pub", "qxd",
                                     "qxp", "rtf",  "tex",  "tif",  "txt",  "wpd", "xls", "xlsx"});

template <class Words>
bool holds(const Words& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// White space folded to single spaces, control characters left out, bounded.
std::string folded(std::string_view text) {
    std::string title;
    bool space = false;
    for (std::size_t at = 0; at < text.size() && title.size() < title_bytes_max;) {
        const char32_t c = utf8::next(text, at);
        if (u_isUWhiteSpace(static_cast<UChar32>(c))) {
            space = !title.empty();
        } else if (u_charType(static_cast<UChar32>(c)) != U_CONTROL_CHAR) {
            if (space) title += ' ';
            space = false;
            utf8::append(title, c);
        }
    }
    return title;
}

std::string ascii_lower(std::string_view text) {
    std::string lower{text};
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return lower;
}

bool is_alphanumeric(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

// Behind the last dot, without it; empty where there is none.
std::string_view ending_of(std::string_view name) {
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return {};
    const auto ending = name.substr(dot + 1);
    return ending.size() <= ending_max && is_alphanumeric(ending) ? ending : std::string_view{};
}

bool holds_letter(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (u_isalpha(static_cast<UChar32>(utf8::next(text, at)))) return true;
    }
    return false;
}

bool says_something(std::string_view title) {
    if (!holds_letter(title)) return false;
    const std::string lower = ascii_lower(title);
    for (const auto prefix : program_prefixes) {
        if (lower.starts_with(prefix)) return false;
    }
    if (holds(program_endings, ending_of(lower))) return false;
    const auto end = lower.find_last_not_of("0123456789-_.# ");
    return !holds(empty_titles, std::string_view{lower}.substr(0, end + 1));
}

std::string_view without_folder(std::string_view name) {
    const auto slash = name.find_last_of("/\\");
    return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

std::string_view without_ending(std::string_view name) {
    const auto ending = ending_of(name);
    return ending.empty() ? name : name.substr(0, name.size() - ending.size() - 1);
}

}  // namespace

std::string choose_title(
    const DocumentFacts& facts, std::string_view first_heading, std::string_view filename
) {
    auto title = folded(facts.title);
    if (says_something(title)) return title;
    title = folded(first_heading);
    if (!title.empty()) return title;
    return folded(without_ending(without_folder(filename)));
}

}  // namespace ingestd::enrich
