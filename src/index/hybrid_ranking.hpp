// The chunks that a query finds by its words, its vector, or both, as far as somebody asks for
// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <ingestd/index/generation.hpp>
#include <ingestd/vector/vector_index.hpp>

#include "fusion.hpp"
#include "ranking.hpp"

namespace ingestd::index {

// As Ranking, how many are asked for does not change what comes first.
// REQUIRES: what is referred to lives as long as this.
class HybridRanking {
public:
    //   index     null: by words alone
    //   allowed   null: all that are visible
    //   operated  the query says what must or must not be there: only what its words have found is
    //             ranked
    HybridRanking(
        Ranking& by_words,
        sqlite::Connection& connection,
        const HitQuery& query,
        const vector::VectorIndex* index,
        const vector::RowSet* allowed,
        bool operated
    );

    // At least `count` of them, or all. Valid until the next call.
    const std::vector<ScoredRow>& first(std::size_t count);

    // Of a row that first() gave; nullptr: there is but one half.
    const FusedParts* parts(std::int64_t row) const;

private:
    Fusion fused(std::size_t count);
    double similarity(std::int64_t row) const;
    bool has_vector() const { return index_ != nullptr && !query_.vector.empty(); }

    Ranking& by_words_;
    sqlite::Connection& connection_;
    const HitQuery& query_;
    const vector::VectorIndex* const index_;
    const vector::RowSet* const allowed_;
    const bool is_operated_;
    Fusion fusion_;
    bool has_first_ = false, has_all_ = false;
};

// The rows that resemble a vector most, of those that are visible in the connection's snapshot.
std::vector<SimilarChunk> find_nearest(
    sqlite::Connection& connection,
    const vector::VectorIndex& index,
    std::span<const float> vector,
    std::size_t limit,
    const vector::RowSet* allowed
);

}  // namespace ingestd::index
