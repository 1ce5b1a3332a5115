#include "abbreviations.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "variants.hpp"

namespace ingestd::index {
namespace {

// source: Schwartz and Hearst: two to ten characters, at most two words, and a long form of at most
// so many words more, or twice as many
constexpr std::size_t characters_min = 2;
constexpr std::size_t characters_max = 10;
constexpr std::size_t words_more = 5;

// No long form is looked for farther back.
constexpr std::size_t bytes_before = 200;

bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}

// What is not ASCII is taken for a letter.
bool is_letter_or_digit(char c) {
    const auto lower = static_cast<unsigned char>(c) | 0x20;
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || !is_ascii(c);
}

bool is_same_letter(char one, char other) {
    const auto lower = [](char c) { return is_capital(c) ? static_cast<char>(c | 0x20) : c; };
    return lower(one) == lower(other);
}

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

bool is_abbreviation(std::string_view text) {
    return text.size() >= characters_min && text.size() <= characters_max &&
           is_letter_or_digit(text.front()) && std::ranges::any_of(text, is_capital) &&
           std::ranges::count_if(text, is_space) <= 1;
}

// The end of the text, from the beginning of its sentence, and of so many words.
std::string_view last_words(std::string_view text, std::size_t words) {
    const auto bound = text.size() - std::min(text.size(), bytes_before);
    auto begin = text.size();
    for (; begin > bound; --begin) {
        const char c = text[begin - 1];
        const bool is_before_word = begin < text.size() && !is_space(text[begin]);
        const bool ends_sentence = c == '(' || c == ')' || c == ';' ||
                                   (c == '.' && begin < text.size() && is_space(text[begin]));
        if (ends_sentence || (is_space(c) && is_before_word && --words == 0))
            return trimmed(text.substr(begin));
    }
    // The bound may lie within a word, or a letter.
    const bool is_cut = begin > 0 && !is_space(text[begin - 1]);
    while (is_cut && begin < text.size() && !is_space(text[begin])) ++begin;
    return trimmed(text.substr(begin));
}

// Where in `before` the long form begins: its letters are found from the last to the first, and the
// first of them begins a word.
std::optional<std::size_t> long_form_begin(std::string_view abbreviation, std::string_view before) {
    auto at = before.size();
    for (auto i = abbreviation.size(); i-- > 0;) {
        const char letter = abbreviation[i];
        if (!is_letter_or_digit(letter)) continue;
        const auto fits = [&](std::size_t j) {
            return is_same_letter(before[j], letter) &&
                   (i > 0 || j == 0 || !is_letter_or_digit(before[j - 1]));
        };
        while (at > 0 && !fits(at - 1)) --at;
        if (at == 0) return std::nullopt;
        --at;
    }
    while (at > 0 && !is_space(before[at - 1])) --at;
    return at;
}

// Whether it stands there as a word: then it is explained by itself.
bool has_word(std::string_view text, std::string_view word) {
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        if ((at == 0 || !is_letter_or_digit(text[at - 1])) &&
            (end == text.size() || !is_letter_or_digit(text[end])))
            return true;
    }
    return false;
}

// Whether `keys` stand one after the other in the query.
bool are_asked(std::span<const AskedWord> in_order, const std::vector<std::string>& keys) {
    const auto found = std::search(
        in_order.begin(),
        in_order.end(),
        keys.begin(),
        keys.end(),
        [](const AskedWord& word, const std::string& key) { return word.key == key; }
    );
    return !keys.empty() && found != in_order.end();
}

}  // namespace

std::vector<Definition> definitions_in(std::string_view text) {
    std::vector<Definition> definitions;
    for (auto open = text.find('('); open != std::string_view::npos;
         open = text.find('(', open + 1)) {
        const auto end = text.find_first_of(",;()", open + 1);
        if (end == std::string_view::npos || text[end] == '(') continue;
        const auto abbreviation = trimmed(text.substr(open + 1, end - open - 1));
        if (!is_abbreviation(abbreviation)) continue;
        const auto words = std::min(abbreviation.size() + words_more, 2 * abbreviation.size());
        const auto before = last_words(text.substr(0, open), words);
        const auto begin = long_form_begin(abbreviation, before);
        if (!begin) continue;
        const auto long_form = before.substr(*begin);
        if (long_form.size() > abbreviation.size() && !has_word(long_form, abbreviation))
            definitions.push_back({abbreviation, long_form});
    }
    return definitions;
}

void Abbreviations::read(std::string_view text) {
    ++texts_;
    for (const auto& [abbreviation, long_form] : definitions_in(text)) {
        note(abbreviation, long_form);
        note(long_form, abbreviation);
    }
}

// By its first letter, which endings do not change: to cut it into words costs more than all else.
// Where stems lose beginnings (Irish, Indonesian), what is written with another may be missed.
bool Abbreviations::may_be_asked(std::string_view text) const {
    const auto first = std::ranges::find_if(text, is_letter_or_digit);
    if (first == text.end()) return false;
    const auto begins_so = [&](std::string_view word) {
        return !word.empty() && is_same_letter(word.front(), *first);
    };
    return !is_ascii(*first) || std::ranges::any_of(in_order_, [&](const AskedWord& word) {
        return begins_so(word.text) || begins_so(word.key);
    });
}

void Abbreviations::note(std::string_view asked, std::string_view otherwise) {
    if (!may_be_asked(asked)) return;
    std::vector<std::string> keys;
    std::string joined;
    for (auto& word : to_asked_words(asked, languages_, tokenizer_)) {
        joined += word.key + ' ';
        keys.push_back(std::move(word.key));
    }
    if (!are_asked(in_order_, keys)) return;
    auto term = to_one_term(otherwise, languages_, tokenizer_);
    if (!term) return;
    auto& known = asked_[joined];
    known.keys = std::move(keys);
    auto meaning = std::ranges::find_if(known.meanings, [&](const Meaning& one) {
        return one.term.key == term->key;
    });
    if (meaning == known.meanings.end())
        meaning = known.meanings.insert(meaning, {.term = std::move(*term)});
    if (std::exchange(meaning->last_text, texts_) != texts_) ++meaning->texts;
}

void Abbreviations::add_to(QueryTerms& terms) const {
    for (const auto& [joined, asked] : asked_) {
        const auto most = std::ranges::max_element(asked.meanings, {}, &Meaning::texts);
        add_variant(terms, most->term, {asked.keys.begin(), asked.keys.end()});
    }
}

}  // namespace ingestd::index
