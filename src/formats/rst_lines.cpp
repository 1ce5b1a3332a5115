#include "rst_lines.hpp"

#include <algorithm>
#include <cctype>

#include "block_writer.hpp"

namespace ingestd::formats {
namespace {

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
    }));
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// "3.", "(3)", "a)", "#."; letters before a point are initials more often.
std::size_t enumerator_length(std::string_view text) {
    const std::size_t start = text.starts_with('(') ? 1 : 0;
    auto at = start;
    while (at < text.size() && at - start < 4 && is_digit(text[at])) ++at;
    const bool is_number = at > start;
    bool is_letter = false;
    if (!is_number && at < text.size()) {
        is_letter = std::islower(static_cast<unsigned char>(text[at])) != 0;
        if (is_letter || text[at] == '#') ++at;
    }
    if (at == start || at >= text.size()) return 0;
    const bool is_closed = text[at] == ')' || (text[at] == '.' && start == 0 && !is_letter);
    return is_closed ? at + 1 : 0;
}

std::size_t bullet_length(std::string_view text) {
    for (const std::string_view bullet : {"*", "-", "+", "•"}) {
        if (text.starts_with(bullet)) return bullet.size();
    }
    return 0;
}

}  // namespace

bool is_adornment(std::string_view text) {
    return text.size() >= 2 && std::ispunct(static_cast<unsigned char>(text.front())) != 0 &&
           text.find_first_not_of(text.front()) == text.npos;
}

bool underlines(std::string_view adornment, std::string_view title) {
    constexpr std::size_t enough = 4;  // shorter than its title, it is still meant as one
    return is_adornment(adornment) && !title.empty() && !is_adornment(title) &&
           adornment.size() >= std::min(enough, characters(title));
}

std::size_t item_mark_length(std::string_view text) {
    std::size_t length = 0;
    constexpr int marks_max = 8;  // "* - " begins a list within a list
    for (int i = 0; i < marks_max; ++i) {
        const auto rest = text.substr(length);
        const auto mark = std::max(bullet_length(rest), enumerator_length(rest));
        if (mark == 0 || mark >= rest.size() || rest[mark] != ' ') break;
        length += std::min(rest.find_first_not_of(' ', mark), rest.size());
    }
    return length;
}

std::optional<RstField> parse_field(std::string_view text) {
    if (text.size() < 3 || text.front() != ':' || text[1] == ' ' || text[1] == ':')
        return std::nullopt;
    constexpr std::size_t name_max = 200;
    for (auto at = text.find(':', 1); at != text.npos && at < name_max;
         at = text.find(':', at + 1)) {
        if (at + 1 < text.size() && text[at + 1] != ' ') {
            if (text[at + 1] == '`') return std::nullopt;  // a role
            continue;
        }
        return RstField{text.substr(1, at - 1), trimmed(text.substr(at + 1))};
    }
    return std::nullopt;
}

std::optional<RstDirectiveLine> parse_directive(std::string_view text) {
    const auto end = text.find("::");
    if (end == text.npos || end == 0) return std::nullopt;
    // Names of domains hold a colon themselves: "py:function".
    const auto name = text.substr(0, end);
    const bool is_name = std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == ':' || c == '-' || c == '_' || c == '.' || c == '+';
    });
    const auto rest = text.substr(end + 2);
    if (!is_name || (!rest.empty() && rest.front() != ' ')) return std::nullopt;
    return RstDirectiveLine{name, trimmed(rest)};
}

}  // namespace ingestd::formats
