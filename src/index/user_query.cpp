#include "user_query.hpp"

#include <algorithm>

#include <ingestd/base/units.hpp>
#include <ingestd/base/utf8.hpp>

namespace ingestd::index {
namespace {

// What a person asks in one go; each term costs a pass over its postings.
constexpr std::size_t query_bytes_max = 2_KiB;
constexpr std::size_t terms_max = 64;

// A shorter beginning has more words than are worth looking at.
constexpr std::size_t prefix_letters_min = 3;

bool is_space(char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '\x7F';
}

bool is_blank(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_space);
}

std::size_t letters_of(std::string_view text) {
    std::size_t letters = 0;
    for (std::size_t at = 0; at < text.size(); ++letters) utf8::next(text, at);
    return letters;
}

// A minus that excludes stands before a word or a phrase; before a digit it is a number's.
bool excludes(std::string_view text) {
    if (text.size() < 2 || text[0] != '-') return false;
    const auto after = static_cast<unsigned char>(text[1]);
    if (after == '"') return text.find('"', 2) != std::string_view::npos;
    const auto lower = after | 0x20;
    return after >= 0x80 || (lower >= 'a' && lower <= 'z');
}

std::string_view take_phrase(std::string_view& text) {
    const auto phrase = text.substr(1, text.find('"', 1) - 1);
    text.remove_prefix(phrase.size() + 2);
    return phrase;
}

std::string_view take_word(std::string_view& text) {
    // A quote begins a word of its own, wherever it stands.
    const auto end =
        std::find_if(text.begin() + 1, text.end(), [](char c) { return c == '"' || is_space(c); });
    const auto word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(word.size());
    return word;
}

UserTerm take_term(std::string_view& text) {
    UserTerm term;
    term.is_excluded = excludes(text);
    if (term.is_excluded) text.remove_prefix(1);
    if (text.front() == '"' && text.find('"', 1) != std::string_view::npos) {
        term.kind = UserTerm::Kind::phrase;
        term.text = take_phrase(text);
        return term;
    }
    auto word = take_word(text);
    if (word.ends_with('*') && letters_of(word) > prefix_letters_min) {
        term.kind = UserTerm::Kind::prefix;
        word.remove_suffix(1);
    }
    term.text = word;
    return term;
}

}  // namespace

std::vector<UserTerm> parse_user_query(std::string_view user) {
    const auto repaired = utf8::repair(user.substr(0, query_bytes_max));
    std::string_view text{repaired};
    std::vector<UserTerm> terms;
    while (!text.empty() && terms.size() < terms_max) {
        if (is_space(text.front())) {
            text.remove_prefix(1);
            continue;
        }
        auto term = take_term(text);
        if (!is_blank(term.text)) terms.push_back(std::move(term));
    }
    const bool asks =
        std::ranges::any_of(terms, [](const auto& term) { return !term.is_excluded; });
    if (!asks) {
        for (auto& term : terms) term.is_excluded = false;
    }
    return terms;
}

}  // namespace ingestd::index
