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
    explicit Rake(const Words& words) : words_{words}, different_{words.words.size()} {
        worth_.reserve(words.words.size());
    }

    std::vector<std::string> keywords() {
        find_phrases();
        return best_of(score_phrases());
    }

private:
    // A row of content words, from one index of content_ to another.
    struct Phrase {
        std::size_t begin, end;

        std::size_t words() const { return end - begin; }
    };
    // Of a word.
    //   candidate  1 + its index, where the word alone is one
    struct Worth {
        std::uint32_t frequency = 0;
        std::uint32_t degree = 0;
        std::uint32_t candidate = 0;
    };
    struct Content {
        std::string_view text;
        std::uint32_t worth;  // its index
    };

    bool is_content(const Word& word) const {
        return !word.is_number && word.letters >= letters_min && word.size <= keyword_bytes_max &&
               !word.is_english_stop_word;
    }

    void find_phrases() {
        std::size_t begin = 0;  // of the row that is open
        for (const Word& word : words_.words) {
            const bool content = is_content(word);
            if (!content || word.after_break) {
                close_phrase({begin, content_.size()});
                begin = content_.size();
            }
            if (content) add_content(words_.text_of(word));
        }
        close_phrase({begin, content_.size()});
    }

    void add_content(std::string_view text) {
        auto& known = different_[text];  // 1 + the index of its worth
        if (known == 0) {
            worth_.emplace_back();
            known = static_cast<std::uint32_t>(worth_.size());
        }
        content_.push_back({text, known - 1});
    }

    void close_phrase(Phrase phrase) {
        if (phrase.words() == 0) return;
        phrases_.push_back(phrase);
        const auto degree = std::min(phrase.words(), phrase_words_max);
        for (auto i = phrase.begin; i < phrase.end; ++i) {
            Worth& worth = worth_[content_[i].worth];
            ++worth.frequency;
            worth.degree += static_cast<std::uint32_t>(degree);
        }
    }

    std::vector<Candidate> score_phrases() {
        texts_.reserve(words_.lower.size() + words_.words.size());  // candidates are views of it
        TextMap<std::uint32_t> several{phrases_.size()};            // 1 + index of the candidate
        std::vector<Candidate> candidates;
        candidates.reserve(phrases_.size());
        for (const Phrase& phrase : phrases_) {
            if (phrase.words() > phrase_words_max) continue;
            const auto& first = content_[phrase.begin];
            const bool is_word = phrase.words() == 1;
            const auto text = is_word ? first.text : text_of(phrase);
            auto& known = is_word ? worth_[first.worth].candidate : several[text];
            if (known == 0) {
                const auto order = static_cast<std::uint32_t>(candidates.size());
                candidates.push_back({text, score_of(phrase), order});
                known = order + 1;
            } else {
                candidates[known - 1].score += score_of(phrase);
            }
        }
        return candidates;
    }

    std::string_view text_of(const Phrase& phrase) {
        const auto begin = texts_.size();
        for (auto i = phrase.begin; i < phrase.end; ++i) {
            if (i > phrase.begin) texts_ += ' ';
            texts_ += content_[i].text;
        }
        return std::string_view{texts_}.substr(begin);
    }

    double score_of(const Phrase& phrase) const {
        double score = 0;
        for (auto i = phrase.begin; i < phrase.end; ++i) {
            const Worth& worth = worth_[content_[i].worth];
            score += static_cast<double>(worth.degree) / worth.frequency;
        }
        return score;
    }

    const Words& words_;
    TextMap<std::uint32_t> different_;
    std::vector<Worth> worth_;
    std::vector<Content> content_;  // the words that are content, in the order of the text
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
