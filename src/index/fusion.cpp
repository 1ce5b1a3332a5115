#include "fusion.hpp"

#include <algorithm>

namespace ingestd::index {

Fusion fuse(
    const std::vector<ScoredRow>& by_words,
    const std::vector<SimilarChunk>& by_vector,
    double keyword_weight,
    const std::function<double(std::int64_t)>& similarity_of
) {
    Fusion fusion;
    const double best_words = by_words.empty() ? 0 : by_words.front().score;
    double best_similarity = by_vector.empty() ? 0 : by_vector.front().similarity;
    const auto add = [&](std::int64_t row) -> FusedParts* {
        const auto [place, is_new] = fusion.parts.try_emplace(row);
        if (is_new) fusion.rows.push_back({row, 0});
        return &place->second;
    };
    for (const auto& similar : by_vector) add(similar.row)->similarity = similar.similarity;
    for (const auto& scored : by_words) {
        const bool is_known = fusion.parts.contains(scored.row);
        auto* const parts = add(scored.row);
        if (best_words > 0) parts->keyword = std::max(scored.score, 0.0) / best_words;
        if (!is_known) parts->similarity = similarity_of(scored.row);
        best_similarity = std::max(best_similarity, parts->similarity);
    }
    for (auto& scored : fusion.rows) {
        auto& parts = fusion.parts.at(scored.row);
        const bool resembles = best_similarity > 0 && parts.similarity > 0;
        parts.similarity = resembles ? parts.similarity / best_similarity : 0;
        scored.score = keyword_weight * parts.keyword + (1 - keyword_weight) * parts.similarity;
    }
    std::ranges::sort(fusion.rows, [](const ScoredRow& a, const ScoredRow& b) {
        return a.score != b.score ? a.score > b.score : a.row < b.row;
    });
    return fusion;
}

}  // namespace ingestd::index
