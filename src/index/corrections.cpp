#include "corrections.hpp"

#include <algorithm>

#include <ingestd/base/utf8.hpp>

#include "variants.hpp"

namespace ingestd::index {
namespace {

constexpr std::size_t letters_min = 4;   // shorter ones are a slip away from too much
constexpr std::size_t letters_max = 24;  // some 1,300 looks into the index
constexpr std::size_t words_max = 4;     // of a query

struct Alphabet {
    char32_t first, last;
};
constexpr Alphabet alphabets[] = {
    {U'a', U'z'},
    {U'\u03B1', U'\u03C9'},  // Greek
    {U'\u0430', U'\u044F'},  // Cyrillic
};

// Lower case, where every letter is of one alphabet.
std::u32string letters_of(std::string_view word) {
    std::u32string letters;
    for (std::size_t at = 0; at < word.size();) {
        const auto letter = utf8::next(word, at);
        letters += letter >= U'A' && letter <= U'Z' ? letter + 0x20 : letter;
    }
    return letters;
}

const Alphabet* alphabet_of(std::u32string_view letters) {
    for (const auto& alphabet : alphabets) {
        const auto is_of_it = [&](char32_t letter) {
            return letter >= alphabet.first && letter <= alphabet.last;
        };
        if (std::ranges::all_of(letters, is_of_it)) return &alphabet;
    }
    return nullptr;
}

std::string to_utf8(std::u32string_view letters) {
    std::string text;
    for (const auto letter : letters) utf8::append(text, letter);
    return text;
}

// Empty where nobody wrote any.
std::string most_frequent_slip(std::string_view word, LexicalSearch& search) {
    QueryTerm best;
    for (auto& slip : one_slip_away(word)) {
        QueryTerm tried;
        tried.text = std::move(slip);
        tried.count = search.count(tried);
        if (tried.count > best.count) best = std::move(tried);
    }
    return best.text;
}

}  // namespace

std::vector<std::string> one_slip_away(std::string_view word) {
    const auto letters = letters_of(word);
    const auto* const alphabet = alphabet_of(letters);
    if (!alphabet || letters.size() < letters_min || letters.size() > letters_max) return {};
    std::vector<std::string> slips;
    for (std::size_t i = 0; i <= letters.size(); ++i) {
        auto changed = letters;
        if (i < letters.size()) slips.push_back(to_utf8(changed.erase(i, 1)));
        if (i + 1 < letters.size() && letters[i] != letters[i + 1]) {
            changed = letters;
            std::swap(changed[i], changed[i + 1]);
            slips.push_back(to_utf8(changed));
        }
        for (auto letter = alphabet->first; letter <= alphabet->last; ++letter) {
            changed = letters;
            slips.push_back(to_utf8(changed.insert(i, 1, letter)));
            if (i == letters.size() || letters[i] == letter) continue;
            changed = letters;
            changed[i] = letter;
            slips.push_back(to_utf8(changed));
        }
    }
    return slips;
}

void correct(QueryTerms& terms, LexicalSearch& search, const WordsTokenizer& tokenizer) {
    std::size_t words = 0;
    const auto asked = terms.wanted;
    for (const auto& term : asked) {
        if (words == words_max) break;
        if (term.is_prefix || search.count(term) > 0) continue;
        ++words;
        const auto written = most_frequent_slip(term.text, search);
        if (!written.empty()) replace_word(terms, term.key, written, search.languages(), tokenizer);
    }
    terms.variants.clear();
    add_spellings(terms, search.languages(), tokenizer);
}

}  // namespace ingestd::index
