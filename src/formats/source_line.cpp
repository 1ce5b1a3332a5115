#include "source_line.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace ingestd::formats {
namespace {

using Kind = SourceLineKind;

constexpr std::size_t tab_columns = 4;
constexpr std::size_t looked_at_max = 1000;  // what begins a line stands at its beginning

bool is_word_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

// The word at the beginning, with the mark that it may begin with ("@interface", "-module",
// "(def").
std::string_view first_word(std::string_view text) {
    std::size_t length = text.empty() || is_word_character(text.front()) ? 0 : 1;
    const bool is_mark = length == 1 && std::string_view{"@-+("}.find(text.front()) == text.npos;
    if (is_mark) return {};
    while (length < text.size() && is_word_character(text[length])) ++length;
    return text.substr(0, length);
}

std::string_view behind(std::string_view text, std::size_t length) {
    text.remove_prefix(length);
    // pub(crate), extern "C"
    if (text.starts_with('(')) text.remove_prefix(std::min(text.find(')') + 1, text.size()));
    text.remove_prefix(std::min(text.find_first_not_of(" \t\""), text.size()));
    return text;
}

bool is_word_of(const SourceRules& rules, std::string_view word) {
    std::string lower;
    if (rules.ignores_case) {
        lower.resize(word.size());
        std::transform(word.begin(), word.end(), lower.begin(), [](unsigned char c) {
            return static_cast<char>(std::tolower(c));
        });
        word = lower;
    }
    return std::any_of(rules.definitions.begin(), rules.definitions.end(), [&](auto definition) {
        // "(def" stands for "(defun", "(defmacro" and all the others.
        return definition.starts_with('(') ? word.starts_with(definition) : word == definition;
    });
}

// The word that defines, behind its modifiers; empty: none.
std::string_view defining_word(std::string_view text, const SourceRules& rules) {
    constexpr int words_max = 6;
    for (int i = 0; i < words_max; ++i) {
        const auto word = first_word(text);
        if (word.empty()) return {};
        if (is_word_of(rules, word)) return word;
        if (!is_modifier(word)) return {};
        text = behind(text, word.size());
    }
    return {};
}

bool has_body(std::string_view text, std::size_t open) {
    return text.find('{', open) != text.npos;
}

// "int main(int argc", "Foo::~Foo() {", "name() {": a parenthesis behind a name, nothing assigned
// before it, and no end of a statement.
bool defines_by_call(std::string_view text) {
    const char first = text.front();
    if (!is_word_character(first) && first != '~' && first != '#' && first != '*') return false;
    if (first == '#' && text.size() > 1 && !is_word_character(text[1])) return false;
    const auto open = text.find('(');
    if (open == text.npos || open == 0 || text.ends_with(';') || text.ends_with(',')) return false;
    const auto before = text.substr(0, open);
    const bool is_operator = before.find("operator") != before.npos;
    if (!is_operator && before.find_first_of("=\"'.!?+|%;{") != before.npos) return false;
    if (first == '#') return has_body(text, open);  // a private method, not "#define f("
    // A call that is a statement of its own ends with its parenthesis in languages without ";".
    const auto last_word = before.substr(0, before.find_last_not_of(' ') + 1);
    const bool is_one_word = last_word.find(' ') == last_word.npos;
    if (is_one_word && last_word.find("::") == last_word.npos && !has_body(text, open))
        return false;
    return !is_control_word(first_word(text));
}

// haskell: "name :: Type"; r: "name <- function("
bool defines_by_sign(std::string_view text) {
    if (!is_word_character(text.front())) return false;
    const auto end = text.find_first_of(" \t");
    if (end == text.npos) return false;
    const auto rest = text.substr(text.find_first_not_of(" \t", end));
    return rest.starts_with(":: ") || rest.starts_with("<- function");
}

// "public:" and the like, of C++.
bool is_label(std::string_view text) {
    return text.ends_with(':') && text.size() > 1 &&
           std::all_of(text.begin(), text.end() - 1, [](char c) {
               return is_word_character(c) || c == ' ';
           });
}

// "static int" of a function whose name stands on the next line.
bool is_type_alone(std::string_view text) {
    return std::isalpha(static_cast<unsigned char>(text.front())) != 0 &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return is_word_character(c) ||
                      std::string_view{" *&:<>"}.find(c) != std::string_view::npos;
           });
}

bool is_closing(std::string_view text) {
    if (std::string_view{"})]{"}.find(text.front()) != std::string_view::npos) return true;
    static constexpr std::array<std::string_view, 8> words{
        "end", "fi", "done", "esac", "else", "elif", "END", "End"};
    return std::find(words.begin(), words.end(), first_word(text)) != words.end() || is_label(text);
}

}  // namespace

SourceLineKind kind_of_line(std::string_view text, const SourceRules& rules) {
    if (text.empty()) return Kind::blank;
    text = text.substr(0, looked_at_max);
    const auto word = defining_word(text, rules);
    if (!word.empty()) return is_container(word) ? Kind::container : Kind::definition;
    const bool is_comment = std::any_of(rules.comments.begin(), rules.comments.end(), [&](auto c) {
        return text.starts_with(c);
    });
    if (is_comment) return Kind::comment;
    if (is_closing(text)) return Kind::closing;
    if (rules.names_calls && is_type_alone(text)) return Kind::comment;
    if (rules.names_calls && defines_by_call(text)) return Kind::definition;
    if (!rules.names_calls && defines_by_sign(text)) return Kind::definition;
    return Kind::other;
}

std::size_t indentation_of(std::string_view line) {
    std::size_t columns = 0;
    for (const char c : line) {
        if (c == ' ') {
            ++columns;
        } else if (c == '\t') {
            columns += tab_columns - columns % tab_columns;
        } else {
            break;
        }
    }
    return columns;
}

}  // namespace ingestd::formats
