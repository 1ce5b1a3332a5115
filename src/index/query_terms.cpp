#include "query_terms.hpp"

#include <algorithm>

#include <ingestd/base/utf8.hpp>

#include "language_mark.hpp"
#include "stop_words.hpp"
#include "unspaced_scripts.hpp"
#include "variants.hpp"

namespace ingestd::index {
namespace {

// A place of the text where a word stands, with its stems.
struct Word {
    std::string key;
    std::string_view text;
    bool is_unspaced = false;
    std::size_t begin = 0, end = 0;
};

std::vector<Word> words_of(
    std::string_view text, std::string_view languages, const WordsTokenizer& tokenizer
) {
    const auto whole = marked(languages, text);
    const auto shift = whole.size() - text.size();
    std::vector<Word> words;
    std::int64_t last = -1;
    tokenizer.for_each_word(whole, [&](const PlacedWord& placed) {
        if (placed.at == last) {
            words.back().key += '|';
            words.back().key += placed.word;
            return;
        }
        last = placed.at;
        Word word{.key = std::string{placed.word}, .text = {}};
        word.begin = placed.begin - shift;
        word.end = placed.end - shift;
        word.text = text.substr(word.begin, word.end - word.begin);
        std::size_t at = 0;
        word.is_unspaced = is_unspaced(utf8::next(word.text, at));
        words.push_back(std::move(word));
    });
    return words;
}

void add(std::vector<QueryTerm>& terms, QueryTerm term) {
    const auto known = std::ranges::find_if(terms, [&](const QueryTerm& other) {
        return other.key == term.key && other.is_prefix == term.is_prefix;
    });
    if (known == terms.end()) {
        terms.push_back(std::move(term));
    } else {
        known->times += term.times;
    }
}

// Several words as one term, in their order. REQUIRES: there is one
QueryTerm as_one(std::string_view text, const std::vector<Word>& words) {
    QueryTerm term;
    term.text = text.substr(words.front().begin, words.back().end - words.front().begin);
    for (const auto& word : words) term.key += word.key + ' ';
    return term;
}

void add_as_one(
    std::vector<QueryTerm>& terms,
    std::string_view text,
    const std::vector<Word>& words,
    bool is_prefix
) {
    if (words.empty()) return;
    auto term = as_one(text, words);
    term.is_prefix = is_prefix;
    add(terms, std::move(term));
}

bool is_one_character(std::string_view text) {
    const auto begins_one = [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
    };
    return std::ranges::count_if(text, begins_one) == 1;
}

// Whether nothing, or one character, is between two words of a text.
bool are_joined(std::string_view text, const Word& word, const Word& next) {
    return next.begin <= word.end || is_one_character(text.substr(word.end, next.begin - word.end));
}

std::vector<AskedWord> as_asked(std::string_view text, const std::vector<Word>& words) {
    std::vector<AskedWord> asked;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& word = words[i];
        const bool is_by_next = i + 1 < words.size() && are_joined(text, word, words[i + 1]) &&
                                !word.is_unspaced && !words[i + 1].is_unspaced;
        asked.push_back({std::string{word.text}, word.key, is_by_next});
    }
    return asked;
}

// Appends the words of a term that has nothing but space before it.
void add_in_order(
    std::vector<AskedWord>& in_order, std::string_view text, const std::vector<Word>& words
) {
    const bool begins_so = !words.empty() && words.front().begin == 0 && !words.front().is_unspaced;
    if (!in_order.empty() && !begins_so) in_order.back().is_by_next = false;
    if (words.empty()) return;
    auto asked = as_asked(text, words);
    asked.back().is_by_next = words.back().end == text.size() && !words.back().is_unspaced;
    in_order.insert(in_order.end(), asked.begin(), asked.end());
}

// Each word by itself; of a run without spaces every two neighbours.
void add_each(
    std::vector<QueryTerm>& terms, std::string_view text, const std::vector<Word>& words
) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& word = words[i];
        const auto touches = [&](std::size_t j) {
            return j < words.size() && words[j].is_unspaced && words[j].begin == words[j - 1].end;
        };
        if (word.is_unspaced && touches(i + 1)) {
            add_as_one(terms, text, {word, words[i + 1]}, false);
        } else if (!word.is_unspaced || i == 0 || !touches(i) || !words[i - 1].is_unspaced) {
            add_as_one(terms, text, {word}, false);
        }
    }
}

void drop_stop_words(std::vector<QueryTerm>& terms, bool has_more, std::string_view languages) {
    const auto says_nothing = [&](const QueryTerm& term) {
        return !term.is_prefix && is_stop_word(term.text, languages);
    };
    if (has_more || !std::ranges::all_of(terms, says_nothing)) std::erase_if(terms, says_nothing);
}

}  // namespace

std::string QueryTerm::expression(std::string_view languages) const {
    std::string quoted = "\"";
    // A NUL would end the query for FTS5.
    for (const char c : marked(languages, text)) {
        if (c == '"') quoted += '"';
        quoted += c == '\0' ? ' ' : c;
    }
    quoted += is_prefix ? "\" *" : "\"";
    return quoted;
}

QueryTerms to_query_terms(
    const std::vector<UserTerm>& asked, std::string_view languages, const WordsTokenizer& tokenizer
) {
    QueryTerms terms;
    for (const auto& term : asked) {
        const auto words = words_of(term.text, languages, tokenizer);
        const bool is_prefix = term.kind == UserTerm::Kind::prefix;
        const bool is_of_words = term.kind == UserTerm::Kind::words && !term.is_excluded;
        if (is_of_words) {
            add_in_order(terms.in_order, term.text, words);
        } else if (!terms.in_order.empty()) {
            terms.in_order.back().is_by_next = false;
        }
        if (term.is_excluded) {
            add_as_one(terms.excluded, term.text, words, is_prefix);
        } else if (term.kind == UserTerm::Kind::phrase) {
            add_as_one(terms.required, term.text, words, false);
        } else if (is_prefix) {
            add_as_one(terms.wanted, term.text, words, true);
        } else {
            add_each(terms.wanted, term.text, words);
        }
    }
    drop_stop_words(terms.wanted, !terms.required.empty(), languages);
    if (!terms.in_order.empty()) terms.in_order.back().is_by_next = false;
    add_spellings(terms, languages, tokenizer);
    return terms;
}

void replace_word(
    QueryTerms& terms,
    std::string_view key,
    std::string_view word,
    std::string_view languages,
    const WordsTokenizer& tokenizer
) {
    const auto words = words_of(word, languages, tokenizer);
    if (words.empty()) return;
    std::vector<QueryTerm> wanted;
    for (auto& term : terms.wanted) {
        if (term.key != key) {
            add(wanted, std::move(term));
            continue;
        }
        auto replaced = as_one(word, words);
        replaced.times = term.times;
        add(wanted, std::move(replaced));
    }
    terms.wanted = std::move(wanted);
    for (auto& asked : terms.in_order) {
        if (asked.key + ' ' != key) continue;
        asked.text = word;
        asked.key = words.front().key;
    }
}

std::optional<QueryTerm> to_one_term(
    std::string_view text, std::string_view languages, const WordsTokenizer& tokenizer
) {
    const auto words = words_of(text, languages, tokenizer);
    if (words.empty()) return std::nullopt;
    return as_one(text, words);
}

std::vector<AskedWord> to_asked_words(
    std::string_view text, std::string_view languages, const WordsTokenizer& tokenizer
) {
    return as_asked(text, words_of(text, languages, tokenizer));
}

}  // namespace ingestd::index
