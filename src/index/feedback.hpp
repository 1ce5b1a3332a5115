// Words that the best chunks for a query share: pseudo-relevance feedback.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "query_terms.hpp"

namespace ingestd::index {

// source: RM3, Abdul-Jaleel et al. 2004, with ten chunks as is usual; its weight is chosen low and
// a word must be in several chunks: docs/retrieval.md tells why
inline constexpr std::size_t feedback_chunks = 10;
inline constexpr std::size_t feedback_words = 20;
inline constexpr double feedback_weight = 0.2;
// The model weighs chunks by their likelihoods, which fall much faster than scores do.
inline constexpr double feedback_power = 4;
inline constexpr std::size_t feedback_shared_by = 3;
inline constexpr std::int64_t feedback_word_in_at_most = 10;  // a tenth of all chunks

struct FeedbackChunk {
    std::string_view language;
    std::string_view title;
    std::string_view text;
    double score = 0;
};

class Feedback {
public:
    Feedback(const WordsTokenizer& tokenizer, std::string languages)
        : tokenizer_{tokenizer}, languages_{std::move(languages)} {}

    void add(const FeedbackChunk& chunk);

    // With what share of the chunks' words each has, weighed by their chunks' scores to the
    // feedback_power, the greatest first. A few dozen at most.
    std::vector<std::pair<QueryTerm, double>> candidates() const;

private:
    struct Word {
        std::string text;  // as one of the chunks has it
        double share = 0;
        std::size_t chunks = 0;
    };

    const WordsTokenizer& tokenizer_;
    const std::string languages_;
    std::map<std::string, Word> words_;  // by stem
};

}  // namespace ingestd::index
