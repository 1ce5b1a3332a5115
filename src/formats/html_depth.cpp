#include "html_depth.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace ingestd::formats {
namespace {

using namespace std::string_view_literals;

constexpr std::array uncounted{
    "p"sv,     "li"sv,    "dt"sv,     "dd"sv,       "tr"sv,       "td"sv,    "th"sv,    "thead"sv,
    "tbody"sv, "tfoot"sv, "option"sv, "optgroup"sv, "colgroup"sv, "html"sv,  "head"sv,  "body"sv,
    "rt"sv,    "rp"sv,    "area"sv,   "base"sv,     "br"sv,       "col"sv,   "embed"sv, "hr"sv,
    "img"sv,   "input"sv, "link"sv,   "meta"sv,     "source"sv,   "track"sv, "wbr"sv,   "param"sv,
};
// What stands inside of these is no markup.
constexpr std::array raw_text{
    "script"sv, "style"sv, "textarea"sv, "title"sv, "noscript"sv, "iframe"sv};

template <std::size_t N>
bool is_in(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

struct Tag {
    std::string name;  // lower case; empty: no tag
    bool is_end = false;
    std::size_t end = 0;  // behind its `>`
};

std::size_t behind_tag(std::string_view html, std::size_t at) {
    char quote = '\0';
    for (; at < html.size(); ++at) {
        const char c = html[at];
        if (quote != '\0') {
            if (c == quote) quote = '\0';
        } else if (c == '>') {
            return at + 1;
        } else if ((c == '"' || c == '\'') && html[at - 1] == '=') {
            quote = c;
        }
    }
    return html.size();
}

Tag read_tag(std::string_view html, std::size_t at) {
    Tag tag;
    auto name_at = at + 1;
    if (name_at < html.size() && html[name_at] == '/') {
        tag.is_end = true;
        ++name_at;
    }
    auto end = name_at;
    while (end < html.size() && std::isalnum(static_cast<unsigned char>(html[end])) != 0) {
        tag.name += static_cast<char>(std::tolower(static_cast<unsigned char>(html[end++])));
    }
    if (tag.name.empty() || std::isalpha(static_cast<unsigned char>(tag.name.front())) == 0) {
        return {.name = {}, .is_end = false, .end = at + 1};
    }
    tag.end = behind_tag(html, end);
    return tag;
}

// Where `</name` stands from `from` on, in any case; the end when nowhere.
std::size_t find_end_tag(std::string_view html, std::string_view name, std::size_t from) {
    for (auto at = html.find("</", from); at != html.npos; at = html.find("</", at + 2)) {
        if (read_tag(html.substr(0, std::min(html.size(), at + 32)), at).name == name) return at;
    }
    return html.size();
}

}  // namespace

Flattened flatten_html(std::string_view html) {
    Flattened result;
    result.html.reserve(html.size());
    std::size_t depth = 0;
    std::size_t ignored = 0;  // start tags left out whose end tags are still to come
    std::size_t at = 0;
    while (at < html.size()) {
        const auto open = std::min(html.find('<', at), html.size());
        result.html += html.substr(at, open - at);
        at = open;
        if (at == html.size()) break;
        auto end = at;
        bool is_kept = true;
        if (html.substr(at).starts_with("<!--")) {
            const auto close = html.find("-->", at + 4);
            end = close == html.npos ? html.size() : close + 3;
        } else {
            const auto tag = read_tag(html, at);
            end = tag.end;
            if (!tag.name.empty() && is_in(raw_text, tag.name)) {
                if (!tag.is_end) end = find_end_tag(html, tag.name, tag.end);
            } else if (!tag.name.empty() && !is_in(uncounted, tag.name)) {
                if (!tag.is_end) {
                    is_kept = depth < html_depth_max;
                    ++(is_kept ? depth : ignored);
                } else if (ignored > 0) {
                    is_kept = false;
                    --ignored;
                } else if (depth > 0) {
                    --depth;
                }
            }
        }
        if (is_kept) {
            result.html += html.substr(at, end - at);
        } else {
            result.was_deeper = true;
        }
        at = end;
    }
    return result;
}

}  // namespace ingestd::formats
