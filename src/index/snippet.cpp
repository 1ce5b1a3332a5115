#include "snippet.hpp"

namespace ingestd::index {

std::string to_html(std::string_view passage) {
    std::string html;
    html.reserve(passage.size() + 32);
    bool is_marked = false;
    const auto set_marked = [&](bool marked) {
        if (marked != is_marked) html += marked ? "<mark>" : "</mark>";
        is_marked = marked;
    };
    for (const char c : passage) {
        switch (c) {
            case '\x01':
                set_marked(true);
                break;
            case '\x02':
                set_marked(false);
                break;
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            case '\'':
                html += "&#39;";
                break;
            default:
                html += c;
        }
    }
    set_marked(false);
    return html;
}

}  // namespace ingestd::index
