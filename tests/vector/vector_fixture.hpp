// Vectors, and the truth about which are the nearest.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <span>
#include <vector>

#include <ingestd/vector/vector_index.hpp>

namespace ingestd::vector::test {

using Vector = std::vector<float>;

inline Vector unit(Vector vector) {
    double squares = 0;
    for (const float component : vector) squares += static_cast<double>(component) * component;
    for (float& component : vector) {
        component = static_cast<float>(component / std::sqrt(squares));
    }
    return vector;
}

inline Vector random_unit(std::mt19937& random, std::size_t dimension) {
    std::normal_distribution<float> normal;
    Vector vector(dimension);
    for (float& component : vector) component = normal(random);
    return unit(std::move(vector));
}

// A little off the given one.
inline Vector near(std::mt19937& random, Vector vector, float by) {
    std::normal_distribution<float> normal{0, by};
    for (float& component : vector) component += normal(random);
    return unit(std::move(vector));
}

// What stands for the database: row to vector.
struct Stored {
    std::map<Row, Vector> vectors;

    FetchVector fetch() const {
        return [this](Row row, std::span<float> into) {
            const auto found = vectors.find(row);
            if (found == vectors.end()) return false;
            std::copy(found->second.begin(), found->second.end(), into.begin());
            return true;
        };
    }

    std::vector<Row> rows() const {
        std::vector<Row> rows;
        for (const auto& [row, vector] : vectors) rows.push_back(row);
        return rows;
    }

    // By looking at all, in double precision.
    template <class Wanted>
    std::vector<Hit> nearest(const Vector& query, std::size_t limit, Wanted wanted) const {
        std::vector<Hit> hits;
        for (const auto& [row, vector] : vectors) {
            if (!wanted(row)) continue;
            double score = 0;
            for (std::size_t i = 0; i < query.size(); ++i) {
                score += static_cast<double>(query[i]) * vector[i];
            }
            hits.push_back({row, score});
        }
        std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
            return a.score != b.score ? a.score > b.score : a.row < b.row;
        });
        hits.resize(std::min(hits.size(), limit));
        return hits;
    }
    std::vector<Hit> nearest(const Vector& query, std::size_t limit) const {
        return nearest(query, limit, [](Row) { return true; });
    }
};

inline std::vector<Row> rows_of(const std::vector<Hit>& hits) {
    std::vector<Row> rows;
    for (const auto& hit : hits) rows.push_back(hit.row);
    return rows;
}

}  // namespace ingestd::vector::test
