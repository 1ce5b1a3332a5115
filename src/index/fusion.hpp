// Two rankings of the same chunks, by their words and by their vectors, made into one.
#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

#include <ingestd/index/generation.hpp>

#include "best_rows.hpp"

namespace ingestd::index {

// What each half gave a chunk.
//   keyword     its share of the best chunk's score by words, 0 to 1
//   similarity  the cosine, as a share of the best chunk's; none is below 0
struct FusedParts {
    double keyword = 0;
    double similarity = 0;
};

struct Fusion {
    std::vector<ScoredRow> rows;  // best first
    std::unordered_map<std::int64_t, FusedParts> parts;
};

// Both are brought to the same scale by their best, then weighed: what one half is sure of is not
// lost in the ranks of the other.
//   by_words, by_vector  best first
//   keyword_weight       0 to 1; the rest is the vector's
//   similarity_of        of a chunk that only the words have found
Fusion fuse(
    const std::vector<ScoredRow>& by_words,
    const std::vector<SimilarChunk>& by_vector,
    double keyword_weight,
    const std::function<double(std::int64_t)>& similarity_of
);

}  // namespace ingestd::index
