#include "../../src/index/fusion.hpp"

#include "support/catch.hpp"

namespace ingestd::index {
namespace {

using Rows = std::vector<std::int64_t>;

Rows rows_of(const Fusion& fusion) {
    Rows rows;
    for (const auto& scored : fusion.rows) rows.push_back(scored.row);
    return rows;
}

double nothing(std::int64_t) {
    return 0;
}

TEST_CASE("each half counts by its share of its best", "[index][fusion]") {
    const auto fusion = fuse({{1, 20}, {2, 10}}, {{2, 0.5}, {3, 0.25}}, 0.5, nothing);
    CHECK(rows_of(fusion) == Rows{2, 1, 3});
    CHECK(fusion.rows[0].score == Approx(0.75));
    CHECK(fusion.rows[1].score == Approx(0.5));
    CHECK(fusion.rows[2].score == Approx(0.25));
    CHECK(fusion.parts.at(2).keyword == Approx(0.5));
    CHECK(fusion.parts.at(2).similarity == Approx(1));
}

TEST_CASE("by one half alone its order stands", "[index][fusion]") {
    CHECK(rows_of(fuse({{1, 3}, {2, 2}}, {{2, 0.9}, {1, 0.1}}, 1, nothing)) == Rows{1, 2});
    CHECK(rows_of(fuse({{1, 3}, {2, 2}}, {{2, 0.9}, {1, 0.1}}, 0, nothing)) == Rows{2, 1});
}

TEST_CASE("what only the words have found has its similarity, too", "[index][fusion]") {
    const auto fusion = fuse({{1, 10}}, {{2, 0.5}}, 0.5, [](std::int64_t) { return 0.25; });
    CHECK(fusion.parts.at(1).similarity == Approx(0.5));
    CHECK(rows_of(fusion) == Rows{1, 2});
}

TEST_CASE("where either half has found nothing the other's order stands", "[index][fusion]") {
    CHECK(rows_of(fuse({}, {{2, 0.5}, {3, 0.4}}, 0.8, nothing)) == Rows{2, 3});
    CHECK(rows_of(fuse({{1, 2}, {4, 1}}, {}, 0.8, nothing)) == Rows{1, 4});
    CHECK(fuse({}, {}, 0.8, nothing).rows.empty());
}

TEST_CASE("what points away from the query counts nothing", "[index][fusion]") {
    const auto fusion = fuse({}, {{1, -0.1}, {2, -0.5}}, 0, nothing);
    CHECK(fusion.rows[0].score == 0);
}

TEST_CASE("of two that are worth the same the older is the better", "[index][fusion]") {
    CHECK(rows_of(fuse({{9, 1}, {3, 1}}, {}, 1, nothing)) == Rows{3, 9});
}

}  // namespace
}  // namespace ingestd::index
