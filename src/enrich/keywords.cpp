#include "keywords.hpp"

#include <algorithm>
#include <cstdint>

#include "text_map.hpp"

namespace ingestd::enrich {
namespace {

constexpr std::uint32_t letters_min = 3;        // a shorter word says nothing alone
constexpr std::uint32_t letters_min_plain = 5;  // without stop words, length alone sorts them out
constexpr std::uint32_t letters_min_unspaced = 2;  // 東京
constexpr std::size_t keyword_bytes_max = 120;     // a longer one is data, no term

struct Candidate {
    std::string_view text;
    double score = 0;
    std::uint32_t order = 0;
};

std::vector<std::string> best_of(std::vector<Candidate> candidates) {
    const auto count = std::min(keywords_max, candidates.size());
    std::partial_sort(
        candidates.begin(),
        candidates.begin() + static_cast<std::ptrdiff_t>(count),
        candidates.end(),
        [](const Candidate& a, const Candidate& b) {
            return a.score != b.score ? a.score > b.score : a.order < b.order;
        }
    );
    std::vector<std::string> keywords;
    for (std::size_t i = 0; i < count; ++i) keywords.emplace_back(candidates[i].text);
    return keywords;
}

class Rake {
public:
    explicit Rake(const Words& words) : words_{words}, worth_{words.words.size()} {}

    std::vector<std::string> keywords() {
        find_phrases();
        return best_of(score_phrases());
    }

private:
    // A row of content words, from one index to another.
    struct Phrase {
        std::size_t begin, end;
    };
    struct Worth {
        std::uint32_t frequency = 0;
        std::uint32_t degree = 0;
    };

    bool is_content(const Word& word) const {
        return !word.is_number && word.letters >= letters_min && word.size <= keyword_bytes_max &&
               !word.is_english_stop_word;
    }

    void find_phrases() {
        const auto& all = words_.words;
        std::size_t begin = 0;  // of the row that is open
        for (std::size_t i = 0; i <= all.size(); ++i) {
            const bool content = i < all.size() && is_content(all[i]);
            if (content && (i == begin || !all[i].after_break)) continue;
            if (begin < i) close_phrase({begin, i});
            begin = content ? i : i + 1;
        }
    }

    void close_phrase(Phrase phrase) {
        phrases_.push_back(phrase);
        const auto degree = std::min(phrase.end - phrase.begin, phrase_words_max);
        for (auto i = phrase.begin; i < phrase.end; ++i) {
            Worth& worth = worth_[words_.text_of(words_.words[i])];
            ++worth.frequency;
            worth.degree += static_cast<std::uint32_t>(degree);
        }
    }

    std::vector<Candidate> score_phrases() {
        texts_.reserve(words_.lower.size() + words_.words.size());  // candidates are views of it
        TextMap<std::uint32_t> seen{phrases_.size()};               // 1 + index of the candidate
        std::vector<Candidate> candidates;
        candidates.reserve(phrases_.size());
        for (const Phrase& phrase : phrases_) {
            if (phrase.end - phrase.begin > phrase_words_max) continue;
            const auto order = static_cast<std::uint32_t>(candidates.size());
            const Candidate candidate{text_of(phrase), score_of(phrase), order};
            auto& known = seen[candidate.text];
            if (known == 0) {
                candidates.push_back(candidate);
                known = order + 1;
            } else {
                candidates[known - 1].score += candidate.score;
            }
        }
        return candidates;
    }

    std::string_view text_of(const Phrase& phrase) {
        const auto begin = texts_.size();
        for (auto i = phrase.begin; i < phrase.end; ++i) {
            if (i > phrase.begin) texts_ += ' ';
            texts_ += words_.text_of(words_.words[i]);
        }
        return std::string_view{texts_}.substr(begin);
    }

    double score_of(const Phrase& phrase) {
        double score = 0;
        for (auto i = phrase.begin; i < phrase.end; ++i) {
            const Worth& worth = worth_[words_.text_of(words_.words[i])];
            score += static_cast<double>(worth.degree) / worth.frequency;
        }
        return score;
    }

    const Words& words_;
    TextMap<Worth> worth_;
    std::vector<Phrase> phrases_;
    std::string texts_;
};

std::vector<std::string> most_frequent(const Words& words) {
    TextMap<std::uint32_t> seen{words.words.size()};  // 1 + index of the candidate
    std::vector<Candidate> candidates;
    for (const Word& word : words.words) {
        const auto needed = word.is_unspaced ? letters_min_unspaced : letters_min_plain;
        if (word.is_number || word.letters < needed || word.size > keyword_bytes_max) continue;
        const auto text = words.text_of(word);
        auto& known = seen[text];
        if (known == 0) {
            candidates.push_back({text, 0, static_cast<std::uint32_t>(candidates.size())});
            known = static_cast<std::uint32_t>(candidates.size());
        }
        candidates[known - 1].score += 1;
    }
    return best_of(std::move(candidates));
}

// A table or a list in English is often too short for the language to be told.
bool looks_english(const Words& words) {
    return std::size_t{words.english_stop_words} * 8 > words.words.size();
}

}  // namespace

std::vector<std::string> find_keywords(const Words& words, std::string_view language) {
    const bool is_english = language == "en" || (language == "und" && looks_english(words));
    return is_english ? Rake{words}.keywords() : most_frequent(words);
}

}  // namespace ingestd::enrich
