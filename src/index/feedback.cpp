#include "feedback.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include <ingestd/base/utf8.hpp>

#include "language_mark.hpp"
#include "stop_words.hpp"
#include "unspaced_scripts.hpp"

namespace ingestd::index {
namespace {

constexpr double title_counts = 2;     // as in the score
constexpr std::size_t bytes_min = 3;   // shorter ones are symbols and units
constexpr std::size_t looked_at = 30;  // candidates; each costs a count

bool can_tell(std::string_view word, std::string_view languages) {
    if (word.size() < bytes_min || is_stop_word(word, languages)) return false;
    std::size_t at = 0;
    return !is_unspaced(utf8::next(word, at));
}

}  // namespace

void Feedback::add(const FeedbackChunk& chunk) {
    struct Found {
        std::string text;
        double count = 0;
    };
    std::map<std::string, Found> found;
    double length = 0;
    const double weight_of_chunk = std::pow(chunk.score, feedback_power);
    const auto read = [&](std::string_view text, double weight) {
        const auto whole = marked(chunk.language, text);
        tokenizer_.for_each_word(whole, [&](const PlacedWord& placed) {
            length += weight;
            auto& word = found[std::string{placed.word}];
            if (word.text.empty())
                word.text = whole.substr(placed.begin, placed.end - placed.begin);
            word.count += weight;
        });
    };
    read(chunk.title, title_counts);
    read(chunk.text, 1);
    for (auto& [stem, word] : found) {
        if (!can_tell(word.text, languages_)) continue;
        auto& kept = words_[stem];
        if (kept.text.empty()) kept.text = std::move(word.text);
        kept.share += weight_of_chunk * word.count / length;
        ++kept.chunks;
    }
}

std::vector<std::pair<QueryTerm, double>> Feedback::candidates() const {
    std::vector<std::pair<const Word*, double>> shared;
    for (const auto& [stem, word] : words_) {
        if (word.chunks >= feedback_shared_by) shared.emplace_back(&word, word.share);
    }
    std::ranges::stable_sort(shared, std::greater{}, [](const auto& pair) { return pair.second; });
    if (shared.size() > looked_at) shared.resize(looked_at);
    std::vector<std::pair<QueryTerm, double>> terms;
    for (const auto& [word, share] : shared) {
        auto term = to_query_terms({{.text = word->text}}, languages_, tokenizer_);
        if (term.wanted.size() == 1) terms.emplace_back(std::move(term.wanted.front()), share);
    }
    return terms;
}

}  // namespace ingestd::index
