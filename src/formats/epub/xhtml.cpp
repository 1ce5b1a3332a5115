#include "xhtml.hpp"

#include <algorithm>
#include <array>

namespace ingestd::formats {
namespace {

using namespace std::string_view_literals;

// Those that have no end tag in HTML either.
constexpr std::array void_elements{
    "area"sv,
    "base"sv,
    "br"sv,
    "col"sv,
    "embed"sv,
    "hr"sv,
    "img"sv,
    "input"sv,
    "link"sv,
    "meta"sv,
    "param"sv,
    "source"sv,
    "track"sv,
    "wbr"sv,
};

std::size_t behind(std::string_view text, std::string_view mark, std::size_t from) {
    const auto at = text.find(mark, from);
    return at == text.npos ? text.size() : at + mark.size();
}

// Behind the `>` of a tag; one inside of quotes is none.
std::size_t behind_tag(std::string_view text, std::size_t at) {
    char quote = '\0';
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (quote != '\0') {
            if (c == quote) quote = '\0';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return at + 1;
        }
    }
    return text.size();
}

void add_escaped(std::string_view text, std::string& html) {
    for (const char c : text) {
        if (c == '<') {
            html += "&lt;";
        } else if (c == '&') {
            html += "&amp;";
        } else {
            html += c;
        }
    }
}

void add_tag(std::string_view tag, std::string& html) {
    if (!tag.ends_with("/>")) {
        html += tag;
        return;
    }
    const auto name = tag.substr(1, tag.find_first_of(" \t\r\n/>", 1) - 1);
    if (std::find(void_elements.begin(), void_elements.end(), name) != void_elements.end()) {
        html += tag;
        return;
    }
    html += tag.substr(0, tag.size() - 2);
    html.append("></").append(name).append(">");
}

}  // namespace

std::string html_of_xhtml(std::string_view xhtml) {
    constexpr auto cdata = "<![CDATA["sv;
    std::string html;
    html.reserve(xhtml.size() + xhtml.size() / 16);
    std::size_t at = 0;
    while (at < xhtml.size()) {
        const auto open = std::min(xhtml.find('<', at), xhtml.size());
        html += xhtml.substr(at, open - at);
        at = open;
        const auto rest = xhtml.substr(at);
        if (rest.starts_with("<!--")) {
            at = behind(xhtml, "-->", at + 4);
        } else if (rest.starts_with("<?")) {
            at = behind(xhtml, "?>", at + 2);
        } else if (rest.starts_with(cdata)) {
            const auto end = behind(xhtml, "]]>", at);
            const auto section = xhtml.substr(at + cdata.size(), end - at - cdata.size());
            add_escaped(section.substr(0, section.rfind("]]>")), html);
            at = end;
        } else if (!rest.empty()) {
            const auto end = behind_tag(xhtml, at + 1);
            add_tag(xhtml.substr(at, end - at), html);
            at = end;
        }
    }
    return html;
}

}  // namespace ingestd::formats
