// That nothing is missed, whatever the vectors are like.
#include <ingestd/vector/errc.hpp>
#include <ingestd/vector/vector_index.hpp>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "vector_fixture.hpp"

using namespace ingestd;
using namespace ingestd::vector;
using namespace ingestd::vector::test;

namespace {

struct Indexed {
    explicit Indexed(std::size_t dimension)
        : index{VectorIndex::open(directory / "vectors", {.dimension = dimension}).value()} {}

    void append(Row row, const Vector& vector) {
        index->append(row, vector).value();
        stored.vectors.emplace(row, vector);
    }
    Nearest nearest(const Vector& query, const Allowed* allowed = nullptr, std::size_t limit = 10) {
        return index->nearest({.vector = query, .limit = limit, .allowed = allowed}, stored.fetch())
            .value();
    }

    ingestd::test::TemporaryDirectory directory;
    std::unique_ptr<VectorIndex> index;
    Stored stored;
};

}  // namespace

TEST_CASE("the nearest of random vectors are the true ones, at any dimension", "[vector][nearest]") {
    const std::size_t dimension = GENERATE(8, 33, 64, 100, 384, 1536);
    std::mt19937 random{7};
    Indexed one{dimension};
    for (Row row = 1; row <= 1000; ++row) one.append(row, random_unit(random, dimension));

    for (int question = 0; question < 10; ++question) {
        const auto query = random_unit(random, dimension);
        const auto nearest = one.nearest(query);
        CHECK(nearest.is_exact);
        CHECK(rows_of(nearest.hits) == rows_of(one.stored.nearest(query, 10)));
    }
}
