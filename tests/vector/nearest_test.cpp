// That nothing is missed, whatever the vectors are like.
#include <cmath>
#include <limits>

#include <ingestd/vector/errc.hpp>

#include "support/catch.hpp"
#include "vector_fixture.hpp"

using namespace ingestd;
using namespace ingestd::vector;
using namespace ingestd::vector::test;

namespace {

// Kinds of collections that quantization likes, and others.
Vector made(const std::string& kind, std::mt19937& random, std::size_t dimension) {
    static const auto centre = [] {
        std::mt19937 own{1};
        return random_unit(own, 4096);
    }();
    const Vector middle = unit(Vector(centre.begin(), centre.begin() + std::ptrdiff_t(dimension)));
    if (kind == "random") return random_unit(random, dimension);
    if (kind == "nearly equal") return near(random, middle, 1e-4F);
    if (kind == "clusters") return near(random, middle, 0.03F);
    auto vector = random_unit(random, dimension);
    if (kind == "one huge component") vector[dimension / 2] = 50;
    if (kind == "mostly zero") {
        for (std::size_t i = 0; i < dimension; ++i) {
            if (random() % 8 != 0) vector[i] = 0;
        }
        vector[random() % dimension] = 1;
    }
    if (kind == "plus and minus") {
        for (float& component : vector) component = component < 0 ? -1.F : 1.F;
    }
    return unit(std::move(vector));
}

}  // namespace

TEST_CASE("the nearest are the true ones, whatever the vectors are like", "[vector][nearest]") {
    const std::string kind = GENERATE(
        "random", "nearly equal", "clusters", "one huge component", "mostly zero", "plus and minus"
    );
    const auto dimension = GENERATE(as<std::size_t>{}, 8, 33, 64, 100, 384, 1536);
    CAPTURE(kind, dimension);
    std::mt19937 random{7};
    Collection collection{dimension};
    for (Row row = 1; row <= 700; ++row) collection.append(row, made(kind, random, dimension));

    for (int question = 0; question < 5; ++question) {
        const auto query = made(kind, random, dimension);
        const auto nearest = collection.nearest(query);
        CHECK(nearest.is_exact);
        CHECK(rows_of(nearest.hits) == rows_of(collection.stored.nearest(query, 10)));
    }
}

TEST_CASE("a score is the dot product of the vectors themselves", "[vector][nearest]") {
    std::mt19937 random{8};
    Collection collection{384};
    for (Row row = 1; row <= 100; ++row) collection.append(row, random_unit(random, 384));
    const auto query = random_unit(random, 384);

    const auto hits = collection.nearest(query).hits;
    const auto truth = collection.stored.nearest(query, 10);
    REQUIRE(hits.size() == truth.size());
    for (std::size_t i = 0; i < hits.size(); ++i) {
        CHECK(hits[i].score == Approx(truth[i].score).epsilon(1e-12));
    }
}

TEST_CASE("few vectors are fetched where few are alike", "[vector][nearest]") {
    std::mt19937 random{9};
    Collection collection{384};
    for (Row row = 1; row <= 5000; ++row) collection.append(row, random_unit(random, 384));
    CHECK(collection.nearest(random_unit(random, 384)).fetched < 50);
}

TEST_CASE("of equal vectors the lower rows are the nearest", "[vector][nearest]") {
    std::mt19937 random{10};
    Collection collection{64};
    const auto one = random_unit(random, 64);
    for (Row row = 1; row <= 500; ++row) collection.append(row, one);

    const auto nearest = collection.nearest(one, {.limit = 3});
    CHECK(nearest.is_exact);
    CHECK(rows_of(nearest.hits) == std::vector<Row>{1, 2, 3});
}

TEST_CASE("where more are alike than may be fetched, that is told", "[vector][nearest]") {
    std::mt19937 random{11};
    Collection collection{64};
    const auto one = random_unit(random, 64);
    for (Row row = 1; row <= 500; ++row) collection.append(row, one);

    const auto nearest = collection.nearest(one, {.limit = 3, .fetch_max = 100});
    CHECK_FALSE(nearest.is_exact);
    CHECK(nearest.fetched == 100);
    CHECK(nearest.hits.size() == 3);

    // Many that are alike and far away are no hindrance.
    const auto other = near(random, unit(Vector(64, 1)), 0.01F);
    for (Row row = 501; row <= 504; ++row) collection.append(row, near(random, other, 0.01F));
    CHECK(collection.nearest(other, {.limit = 3, .fetch_max = 100}).is_exact);
}

TEST_CASE("fewer are found where fewer are there", "[vector][nearest]") {
    std::mt19937 random{12};
    Collection collection{16};
    const auto query = random_unit(random, 16);
    CHECK(collection.nearest(query) == Nearest{});

    collection.append(3, random_unit(random, 16));
    collection.append(9, random_unit(random, 16));
    CHECK(collection.nearest(query).hits.size() == 2);
    CHECK(collection.nearest(query).is_exact);
    CHECK(collection.nearest(query, {.limit = 0}).hits.empty());
}

TEST_CASE("what is removed is not found, and gives way to the next", "[vector][nearest]") {
    std::mt19937 random{13};
    Collection collection{100};
    for (Row row = 1; row <= 300; ++row) collection.append(row, random_unit(random, 100));
    const auto query = random_unit(random, 100);
    const auto before = rows_of(collection.nearest(query, {.limit = 20}).hits);

    for (std::size_t i = 0; i < 10; ++i) collection.remove(before[i]);

    CHECK(
        rows_of(collection.nearest(query).hits) ==
        std::vector<Row>(before.begin() + 10, before.end())
    );
}

TEST_CASE("rows that the asker does not have give way to the next", "[vector][nearest]") {
    std::mt19937 random{14};
    Collection collection{100};
    for (Row row = 1; row <= 300; ++row) collection.append(row, random_unit(random, 100));
    const auto query = random_unit(random, 100);
    const auto before = rows_of(collection.nearest(query, {.limit = 20}).hits);
    for (std::size_t i = 0; i < 10; ++i) collection.stored.vectors.erase(before[i]);

    const auto nearest = collection.nearest(query);
    CHECK(nearest.is_exact);
    CHECK(rows_of(nearest.hits) == std::vector<Row>(before.begin() + 10, before.end()));

    collection.stored.vectors.clear();
    CHECK(collection.nearest(query).hits.empty());
}

TEST_CASE("a filter holds before anything is scored", "[vector][nearest][filter]") {
    const auto kind = GENERATE(Allowed::Kind::only, Allowed::Kind::all_but);
    const auto every = GENERATE(1, 2, 7, 100, 3000);
    CAPTURE(static_cast<int>(kind), every);
    std::mt19937 random{15};
    Collection collection{32};
    // Rows with gaps; the filter names some that are not there.
    for (Row row = 1; row <= 2000; ++row) collection.append(row * 3, random_unit(random, 32));
    Allowed allowed{.kind = kind};
    for (Row row = 5; row < 7000; row += every) {
        if (row / 500 % 2 == 0) allowed.rows.append(row);
    }

    for (int question = 0; question < 5; ++question) {
        const auto query = random_unit(random, 32);
        const auto truth = collection.stored.nearest(query, 10, [&](Row row) {
            return allowed.rows.contains(row) == (kind == Allowed::Kind::only);
        });
        CHECK(rows_of(collection.nearest(query, {.allowed = &allowed}).hits) == rows_of(truth));
    }
}

TEST_CASE("a filter that allows nothing finds nothing", "[vector][nearest][filter]") {
    std::mt19937 random{16};
    Collection collection{8};
    for (Row row = 1; row <= 100; ++row) collection.append(row, random_unit(random, 8));
    const Allowed none{.kind = Allowed::Kind::only};
    const Allowed all{.kind = Allowed::Kind::all_but};
    const auto query = random_unit(random, 8);

    CHECK(collection.nearest(query, {.allowed = &none}) == Nearest{});
    CHECK(collection.nearest(query, {.allowed = &all}) == collection.nearest(query));
}

TEST_CASE("threads that share a search find the same", "[vector][nearest]") {
    std::mt19937 random{17};
    Collection collection{8};
    for (Row row = 1; row <= 70'000; ++row) collection.append(row, random_unit(random, 8));
    Allowed allowed{.kind = Allowed::Kind::all_but};
    allowed.rows.append(20'000, 60'000);

    for (int question = 0; question < 3; ++question) {
        const auto query = random_unit(random, 8);
        for (const auto* filter : {static_cast<const Allowed*>(nullptr), &std::as_const(allowed)}) {
            const auto alone = collection.nearest(query, {.allowed = filter});
            const auto shared = collection.nearest(query, {.allowed = filter, .threads = 2});
            CHECK(alone.hits == shared.hits);
        }
    }
}

TEST_CASE("what is no vector of unit length is refused", "[vector]") {
    Collection collection{8};
    const auto refused = [&](const Vector& vector) {
        const auto appended = collection.index->append(1, vector);
        const auto asked = collection.index->nearest({.vector = vector}, collection.stored.fetch());
        REQUIRE_FALSE(appended);
        REQUIRE_FALSE(asked);
        CHECK(appended.error() == asked.error());
        return appended.error().code;
    };
    constexpr auto nan = std::numeric_limits<float>::quiet_NaN();
    constexpr auto infinity = std::numeric_limits<float>::infinity();

    CHECK(refused(Vector(8, 0.F)) == Errc::not_unit);
    CHECK(refused(Vector(8, 1.F)) == Errc::not_unit);
    CHECK(refused({nan, 0, 0, 0, 0, 0, 0, 1}) == Errc::not_unit);
    CHECK(refused({infinity, 0, 0, 0, 0, 0, 0, 0}) == Errc::not_unit);
    CHECK(refused({1, 0, 0, 0, 0, 0, 0}) == Errc::wrong_dimension);
    CHECK(refused({}) == Errc::wrong_dimension);
    CHECK(collection.index->size() == 0);
}
