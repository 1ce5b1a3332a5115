#include <ingestd/base/utf8.hpp>
#include <ingestd/client/terminal_text.hpp>
#include <unicode/uchar.h>

namespace ingestd::client {
namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr char32_t emoji_style = 0xFE0F;  // asks for the character before it as an emoji

bool is_joiner(char32_t c) {
    return c == 0x200C || c == 0x200D;
}

// Whether a terminal, or a reader's eye, may be led astray by it.
bool is_harmful(char32_t c) {
    if (is_joiner(c)) return false;
    switch (u_charType(static_cast<UChar32>(c))) {
        case U_CONTROL_CHAR:
        case U_FORMAT_CHAR:  // bidirectional marks, invisible operators, tags
        case U_LINE_SEPARATOR:
        case U_PARAGRAPH_SEPARATOR:
        case U_SURROGATE:
            return true;
        default:
            return false;
    }
}

std::size_t width_of(char32_t c) {
    const auto code_point = static_cast<UChar32>(c);
    if (is_joiner(c)) return 0;
    switch (u_charType(code_point)) {
        case U_NON_SPACING_MARK:
        case U_ENCLOSING_MARK:
        case U_FORMAT_CHAR:
        case U_CONTROL_CHAR:
            return 0;
        default:
            break;
    }
    const int width = u_getIntPropertyValue(code_point, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// Walks code points and gives the width up to each one's end; stops when `visit` gives false.
template <class Visit>
void walk_widths(std::string_view text, Visit visit) {
    std::size_t width = 0;
    std::size_t last = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = utf8::next(text, at);
        if (c == emoji_style && last == 1) {
            ++width;
            last = 2;
        } else {
            last = width_of(c);
            width += last;
        }
        if (!visit(at, width)) return;
    }
}

}  // namespace

std::string harmless(std::string_view text) {
    const auto valid = utf8::repair(text);
    std::string out;
    out.reserve(valid.size());
    for (std::size_t at = 0; at < valid.size();) {
        const char32_t c = utf8::next(valid, at);
        utf8::append(out, is_harmful(c) ? replacement : c);
    }
    return out;
}

std::string harmless_line(std::string_view text) {
    std::string joined;
    for (const char c : text) {
        const bool is_blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!is_blank)
            joined += c;
        else if (!joined.empty() && joined.back() != ' ')
            joined += ' ';
    }
    if (joined.ends_with(' ')) joined.pop_back();
    return harmless(joined);
}

std::size_t display_width(std::string_view text) {
    std::size_t total = 0;
    walk_widths(text, [&](std::size_t, std::size_t width) {
        total = width;
        return true;
    });
    return total;
}

std::string fit(std::string_view text, std::size_t columns) {
    if (display_width(text) <= columns) return std::string{text};
    if (columns == 0) return {};
    std::size_t end = 0;
    walk_widths(text, [&](std::size_t at, std::size_t width) {
        if (width > columns - 1) return false;
        end = at;
        return true;
    });
    return std::string{text.substr(0, end)} + "…";
}

}  // namespace ingestd::client
