// Vectors to measure with, and which are the nearest for certain.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ingestd::bench {

// Of unit length, one after the other; the same for the same seed. Row 1 is the first.
struct MadeVectors {
    std::size_t dimension = 0;
    std::vector<float> components;

    std::size_t size() const { return components.size() / dimension; }
    std::span<const float> of(std::int64_t row) const {
        return std::span{components}.subspan(
            static_cast<std::size_t>(row - 1) * dimension, dimension
        );
    }
};

//   random     every direction is as likely
//   clustered  around a thousand centres, as texts are around their subjects
enum class Kind { random, clustered };

MadeVectors make_vectors(Kind kind, std::size_t size, std::size_t dimension, std::uint32_t seed);

// The rows with the best dot products, by looking at all, in double precision.
std::vector<std::int64_t> true_nearest(
    const MadeVectors& vectors, std::span<const float> query, std::size_t limit
);

}  // namespace ingestd::bench
