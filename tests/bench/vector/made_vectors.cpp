#include "made_vectors.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace ingestd::bench {
namespace {

constexpr std::size_t centres = 1000;
constexpr float spread = 0.7F;  // of a cluster, beside what lies between two

void make_unit(std::span<float> vector) {
    double squares = 0;
    for (const float component : vector) squares += static_cast<double>(component) * component;
    const auto length = std::sqrt(squares);
    for (float& component : vector) component = static_cast<float>(component / length);
}

double dot(std::span<const float> a, std::span<const float> b) {
    double sums[4] = {};
    for (std::size_t i = 0; i < a.size(); ++i) {
        sums[i % 4] += static_cast<double>(a[i]) * b[i];
    }
    return sums[0] + sums[1] + sums[2] + sums[3];
}

}  // namespace

MadeVectors make_vectors(Kind kind, std::size_t size, std::size_t dimension, std::uint32_t seed) {
    // The centres are the same for all, so that queries fall among what is searched.
    std::mt19937 for_centres{1};
    std::normal_distribution<float> normal;
    std::vector<float> middles(centres * dimension);
    for (float& component : middles) component = normal(for_centres);

    std::mt19937 random{seed};
    MadeVectors made{dimension, std::vector<float>(size * dimension)};
    for (std::size_t i = 0; i < size; ++i) {
        const auto vector = std::span{made.components}.subspan(i * dimension, dimension);
        const auto middle = std::span{middles}.subspan(random() % centres * dimension, dimension);
        for (std::size_t k = 0; k < dimension; ++k) {
            const auto noise = normal(random);
            vector[k] = kind == Kind::random ? noise : middle[k] + spread * noise;
        }
        make_unit(vector);
    }
    return made;
}

std::vector<std::int64_t> true_nearest(
    const MadeVectors& vectors, std::span<const float> query, std::size_t limit
) {
    std::vector<std::pair<double, std::int64_t>> scores(vectors.size());
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const auto row = static_cast<std::int64_t>(i) + 1;
        scores[i] = {-dot(vectors.of(row), query), row};
    }
    const auto end = scores.begin() + static_cast<std::ptrdiff_t>(limit);
    std::partial_sort(scores.begin(), end, scores.end());
    std::vector<std::int64_t> rows;
    for (auto best = scores.begin(); best != end; ++best) rows.push_back(best->second);
    return rows;
}

}  // namespace ingestd::bench
