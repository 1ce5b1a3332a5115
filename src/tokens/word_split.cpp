#include "word_split.hpp"

#include <optional>

#include "character.hpp"

namespace ingestd::tokens {
namespace {

constexpr std::size_t digits_max = 3;

// The end of the run of characters that `belongs` tells.
template <class Belongs>
std::size_t run_end(std::string_view text, std::size_t at, Belongs belongs) {
    while (at < text.size()) {
        const auto here = character_at(text, at);
        if (!belongs(here.kind)) break;
        at = here.end;
    }
    return at;
}

// 's 't 'm 'd 'll 've 're in either case, or `at` where none stands there. The long s (U+017F) is
// another case of s.
std::size_t contraction_end(std::string_view text, std::size_t at) {
    const auto lower = [text](std::size_t i) -> char {
        return i < text.size() ? static_cast<char>(text[i] | 0x20) : '\0';
    };
    if (at >= text.size() || text[at] != '\'') return at;
    const char first = lower(at + 1), second = lower(at + 2);
    if (first == 's' || first == 't' || first == 'm' || first == 'd') return at + 2;
    const bool is_pair = (first == 'l' && second == 'l') || (first == 'v' && second == 'e') ||
                         (first == 'r' && second == 'e');
    if (is_pair) return at + 3;
    return text.substr(at + 1, 2) == "\u017F" ? at + 3 : at;
}

bool may_be_upper(Kind kind) {
    return kind == Kind::upper || kind == Kind::caseless || kind == Kind::mark;
}
bool may_be_lower(Kind kind) {
    return kind == Kind::lower || kind == Kind::caseless || kind == Kind::mark;
}

// Of letters that may be capitals, then one or more that may be small ones. Where no small one
// follows, the last that may be either is that one.
std::optional<std::size_t> capitalized_end(std::string_view text, std::size_t at) {
    std::optional<std::size_t> last_of_both;
    while (at < text.size()) {
        const auto here = character_at(text, at);
        if (!may_be_upper(here.kind)) break;
        at = here.end;
        if (may_be_lower(here.kind)) last_of_both = at;
    }
    const auto end = run_end(text, at, may_be_lower);
    return end > at ? end : last_of_both;
}

// A character that stands before the letters of a word and goes with it.
bool may_precede(Kind kind) {
    return kind == Kind::space || kind == Kind::symbol || kind == Kind::mark;
}

// nullopt: no word of letters begins at `at`.
std::optional<std::size_t> o200k_letters_end(
    std::string_view text, std::size_t at, Character first
) {
    const bool is_preceded = may_precede(first.kind);
    std::optional<std::size_t> end;
    if (is_preceded) end = capitalized_end(text, first.end);
    if (!end && (first.kind == Kind::mark || is_letter(first.kind)))
        end = capitalized_end(text, at);
    if (!end) {
        // Capitals alone.
        const auto begin = is_preceded ? first.end : at;
        const auto capitals = run_end(text, begin, may_be_upper);
        if (capitals == begin) return std::nullopt;
        end = capitals;
    }
    return contraction_end(text, *end);
}

std::optional<std::size_t> cl100k_letters_end(
    std::string_view text, std::size_t at, Character first
) {
    if (const auto end = contraction_end(text, at); end > at) return end;
    const auto begin = may_precede(first.kind) ? first.end : at;
    const auto end = run_end(text, begin, is_letter);
    return end > begin ? std::optional{end} : std::nullopt;
}

std::size_t digits_end(std::string_view text, std::size_t at) {
    for (std::size_t digits = 0; digits < digits_max && at < text.size(); ++digits) {
        const auto here = character_at(text, at);
        if (here.kind != Kind::number) break;
        at = here.end;
    }
    return at;
}

// What is neither white space, letter nor number, with a space before and line ends behind it.
std::optional<std::size_t> symbols_end(SplitRules rules, std::string_view text, std::size_t at) {
    const auto begin = text[at] == ' ' ? at + 1 : at;
    auto end =
        run_end(text, begin, [](Kind kind) { return kind == Kind::symbol || kind == Kind::mark; });
    if (end == begin) return std::nullopt;
    const bool with_slash = rules == SplitRules::o200k;
    while (end < text.size() &&
           (text[end] == '\r' || text[end] == '\n' || (with_slash && text[end] == '/')))
        ++end;
    return end;
}

// As far as its last line end; one that has none leaves its last character to the next word.
std::size_t white_space_end(SplitRules rules, std::string_view text, std::size_t at) {
    std::size_t last_begin = at, lines_end = at, end = at;
    while (end < text.size()) {
        const auto here = character_at(text, end);
        if (!is_white(here.kind)) break;
        last_begin = end;
        end = here.end;
        if (here.kind == Kind::line_end) lines_end = end;
    }
    const bool ends_text = end == text.size();
    if (ends_text && rules == SplitRules::cl100k) return end;
    if (lines_end > at) return lines_end;
    return ends_text || last_begin == at ? end : last_begin;
}

}  // namespace

std::size_t find_word_end(SplitRules rules, std::string_view text, std::size_t at) {
    const auto first = character_at(text, at);
    const auto letters = rules == SplitRules::o200k ? o200k_letters_end(text, at, first)
                                                    : cl100k_letters_end(text, at, first);
    if (letters) return *letters;
    if (first.kind == Kind::number) return digits_end(text, at);
    if (const auto symbols = symbols_end(rules, text, at)) return *symbols;
    return white_space_end(rules, text, at);
}

}  // namespace ingestd::tokens
