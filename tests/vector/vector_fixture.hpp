// Vectors, and the truth about which are the nearest.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <span>
#include <vector>

#include <ingestd/vector/vector_index.hpp>

#include "support/temporary_directory.hpp"

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

struct Asked {
    std::size_t limit = 10;
    const Allowed* allowed = nullptr;
    std::size_t fetch_max = 4096;
    std::size_t threads = 1;
};

// An index and what it is made from.
struct Collection {
    explicit Collection(std::size_t dimension) : settings{.dimension = dimension, .boot = "first"} {
        reopen();
    }

    // As after a process that ended in whatever way.
    void reopen() {
        index.reset();
        index = VectorIndex::open(path, settings).value();
    }

    void append(Row row, const Vector& vector) {
        index->append(row, vector).value();
        stored.vectors.emplace(row, vector);
    }
    bool remove(Row row) {
        stored.vectors.erase(row);
        return index->remove(row);
    }
    // How many were missing.
    std::size_t catch_up() {
        const auto missing = index->reconcile(stored.rows()).value();
        for (const Row row : missing) index->append(row, stored.vectors.at(row)).value();
        return missing.size();
    }
    Nearest nearest(const Vector& query, const Asked& asked = {}) const {
        return index
            ->nearest(
                {.vector = query,
                 .limit = asked.limit,
                 .allowed = asked.allowed,
                 .fetch_max = asked.fetch_max,
                 .threads = asked.threads},
                stored.fetch()
            )
            .value();
    }

    ingestd::test::TemporaryDirectory directory;
    std::filesystem::path path = directory / "vectors";
    VectorIndex::Settings settings;
    std::unique_ptr<VectorIndex> index;
    Stored stored;
};

inline std::vector<Row> rows_of(const std::vector<Hit>& hits) {
    std::vector<Row> rows;
    for (const auto& hit : hits) rows.push_back(hit.row);
    return rows;
}

}  // namespace ingestd::vector::test
