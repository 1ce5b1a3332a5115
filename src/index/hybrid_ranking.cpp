#include "hybrid_ranking.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include <ingestd/base/error_thrown.hpp>
#include <ingestd_sql/index.hpp>

#include "vectors.hpp"

namespace ingestd::index {

HybridRanking::HybridRanking(
    Ranking& by_words,
    sqlite::Connection& connection,
    const HitQuery& query,
    const vector::VectorIndex* index,
    const vector::RowSet* allowed,
    bool operated
)
    : by_words_{by_words},
      connection_{connection},
      query_{query},
      index_{index},
      allowed_{allowed},
      is_operated_{operated} {}

const std::vector<ScoredRow>& HybridRanking::first(std::size_t count) {
    if (!has_vector()) return by_words_.first(count);
    if (!std::exchange(has_first_, true)) fusion_ = fused(ordered_min);
    if (fusion_.rows.size() < count && !std::exchange(has_all_, true)) {
        auto all = fused(ranked_max);
        for (const auto& scored : all.rows) {
            const auto [place, is_new] =
                fusion_.parts.try_emplace(scored.row, all.parts[scored.row]);
            if (is_new) fusion_.rows.push_back(scored);
        }
        if (fusion_.rows.size() > ranked_max) fusion_.rows.resize(ranked_max);
    }
    return fusion_.rows;
}

const FusedParts* HybridRanking::parts(std::int64_t row) const {
    const auto found = fusion_.parts.find(row);
    return found == fusion_.parts.end() ? nullptr : &found->second;
}

Fusion HybridRanking::fused(std::size_t count) {
    std::vector<ScoredRow> by_words;
    if (query_.keyword_weight > 0 || is_operated_) {
        by_words = by_words_.first(count);
        if (by_words.size() > count) by_words.resize(count);
    }
    std::vector<SimilarChunk> by_vector;
    if (!is_operated_)
        by_vector = find_nearest(connection_, *index_, query_.vector, count, allowed_);
    return fuse(by_words, by_vector, query_.keyword_weight, [this](std::int64_t row) {
        return similarity(row);
    });
}

double HybridRanking::similarity(std::int64_t row) const {
    std::vector<float> vector(query_.vector.size());
    auto found = connection_.query(sql::find_vector);
    found.bind(":row", row);
    if (!found.step() || !read_vector(found.text(0), vector)) return 0;
    return std::inner_product(vector.begin(), vector.end(), query_.vector.begin(), 0.0);
}

std::vector<SimilarChunk> find_nearest(
    sqlite::Connection& connection,
    const vector::VectorIndex& index,
    std::span<const float> vector,
    std::size_t limit,
    const vector::RowSet* allowed
) {
    const auto fetch = [&](vector::Row row, std::span<float> into) {
        auto visible = connection.query(sql::is_visible);
        visible.bind(":row", row);
        if (!visible.step() || visible.integer(0) == 0) return false;
        auto stored = connection.query(sql::find_vector);
        stored.bind(":row", row);
        return stored.step() && read_vector(stored.text(0), into);
    };
    std::optional<vector::Allowed> only;
    if (allowed) only = vector::Allowed{vector::Allowed::Kind::only, *allowed};
    auto nearest = index.nearest(
        {.vector = vector, .limit = limit, .allowed = only ? &*only : nullptr}, fetch
    );
    if (!nearest) throw ErrorThrown{nearest.error()};
    std::vector<SimilarChunk> similar;
    for (const auto& [row, score] : nearest->hits) similar.push_back({row, score});
    return similar;
}

}  // namespace ingestd::index
