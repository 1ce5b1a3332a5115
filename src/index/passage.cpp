#include "passage.hpp"

#include <algorithm>

#include "language_mark.hpp"
#include "snippet.hpp"

namespace ingestd::index {
namespace {

constexpr std::size_t passage_words = 40;
constexpr std::size_t words_before = 6;  // what leads to the first match

struct Place {
    std::size_t begin = 0, end = 0;  // bytes
};

struct Match {
    std::size_t first = 0, last = 0;  // words
    std::size_t term = 0;
    double weight = 0;
};

struct CutText {
    std::vector<std::string> stems;
    std::vector<Place> places;
};

CutText cut(std::string_view text, std::string_view language, const WordsTokenizer& tokenizer) {
    const auto whole = marked(language, text);
    const auto shift = whole.size() - text.size();
    CutText words;
    tokenizer.for_each_word(whole, [&](const PlacedWord& placed) {
        words.stems.emplace_back(placed.word);
        words.places.push_back({placed.begin - shift, placed.end - shift});
    });
    return words;
}

template <class Sought>
bool stands_at(const Sought& term, const std::vector<std::string>& stems, std::size_t at) {
    const auto count = term.stems.size();
    if (count == 0 || at + count > stems.size()) return false;
    for (std::size_t i = 0; i < count; ++i) {
        const bool is_begun = term.is_prefix && i + 1 == count;
        if (is_begun ? !stems[at + i].starts_with(term.stems[i]) : stems[at + i] != term.stems[i])
            return false;
    }
    return true;
}

// The first of the words of the window whose terms weigh most; of a term that stands there again,
// only a little.
std::size_t best_start(const std::vector<Match>& matches) {
    constexpr double again = 0.05;
    double best = 0;
    std::size_t start = 0;
    for (std::size_t i = 0; i < matches.size(); ++i) {
        std::vector<std::size_t> seen;
        double weight = 0;
        const auto end = matches[i].first + passage_words - words_before;
        for (std::size_t j = i; j < matches.size() && matches[j].last < end; ++j) {
            const bool is_known = std::ranges::find(seen, matches[j].term) != seen.end();
            weight += is_known ? again * matches[j].weight : matches[j].weight;
            if (!is_known) seen.push_back(matches[j].term);
        }
        if (weight > best) {
            best = weight;
            start = matches[i].first;
        }
    }
    return start > words_before ? start - words_before : 0;
}

// The bytes that are marked: of matches that overlap or touch, one.
std::vector<Place> marked_places(
    const std::vector<Match>& matches, const std::vector<Place>& words
) {
    std::vector<Place> places;
    for (const auto& match : matches) {
        const Place place{words[match.first].begin, words[match.last].end};
        if (!places.empty() && place.begin <= places.back().end) {
            places.back().end = std::max(places.back().end, place.end);
        } else {
            places.push_back(place);
        }
    }
    return places;
}

std::string with_marks(std::string_view text, Place passage, const std::vector<Place>& places) {
    std::string out;
    auto at = passage.begin;
    const auto pour = [&](std::size_t end) {
        for (const char c : text.substr(at, end - at)) {
            if (c != mark_begin.front() && c != mark_end.front()) out += c;
        }
        at = end;
    };
    for (const auto& place : places) {
        if (place.begin < at || place.end > passage.end) continue;
        pour(place.begin);
        out += mark_begin;
        pour(place.end);
        out += mark_end;
    }
    pour(passage.end);
    return out;
}

}  // namespace

Passages::Passages(const QueryTerms& terms, const WordsTokenizer& tokenizer)
    : terms_{terms}, tokenizer_{tokenizer} {}

const std::vector<Passages::Sought>& Passages::sought_in(std::string_view language) {
    if (const auto known = by_language_.find(language); known != by_language_.end())
        return known->second;
    std::vector<Sought> all;
    for (const auto* terms : {&terms_.required, &terms_.wanted, &terms_.variants}) {
        for (const auto& term : *terms) {
            auto words = cut(term.text, language, tokenizer_);
            all.push_back({std::move(words.stems), term.is_prefix, term.weight});
        }
    }
    return by_language_.emplace(language, std::move(all)).first->second;
}

std::string Passages::best(std::string_view text, std::string_view language) {
    const auto& sought = sought_in(language);
    const auto words = cut(text, language, tokenizer_);
    const auto count = words.places.size();
    std::vector<Match> matches;
    for (std::size_t at = 0; at < count; ++at) {
        for (std::size_t term = 0; term < sought.size(); ++term) {
            if (!stands_at(sought[term], words.stems, at)) continue;
            matches.push_back({at, at + sought[term].stems.size() - 1, term, sought[term].weight});
        }
    }
    auto start = matches.empty() ? 0 : best_start(matches);
    if (start + passage_words > count) start = count > passage_words ? count - passage_words : 0;
    const auto end = std::min(start + passage_words, count);
    const Place passage{
        start == 0 ? 0 : words.places[start].begin,
        end == count ? text.size() : words.places[end - 1].end};
    auto html = to_html(with_marks(text, passage, marked_places(matches, words.places)));
    return (start == 0 ? "" : "…") + html + (end == count ? "" : "…");
}

}  // namespace ingestd::index
