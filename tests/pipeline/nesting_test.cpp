#include <ingestd/pipeline/nesting.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::pipeline;

TEST_CASE("so many documents may be inside of one, over all levels", "[pipeline][nesting]") {
    NestingBudget budget{1'000};
    for (std::uint64_t i = 0; i < documents_inside_max; ++i) CHECK_FALSE(budget.take_document());
    const auto refused = budget.take_document();
    REQUIRE(refused);
    CHECK(refused->code == "too_large");
    CHECK(budget.take_document());
}

TEST_CASE("a small file does not unpack to any size", "[pipeline][nesting]") {
    NestingBudget small{1'000};
    CHECK_FALSE(small.take_bytes(bytes_inside_unquestioned));
    CHECK(small.take_bytes(1)->code == "too_large");

    const auto sent = bytes_inside_unquestioned;
    NestingBudget large{sent};
    CHECK_FALSE(large.take_bytes(bytes_inside_max));
    CHECK(large.take_bytes(1)->code == "too_large");

    NestingBudget middle{bytes_inside_unquestioned / 100};
    CHECK_FALSE(middle.take_bytes(bytes_inside_unquestioned / 100 * ratio_inside_max));
    CHECK(middle.take_bytes(1));
}

TEST_CASE("what did not come to its end is given back", "[pipeline][nesting]") {
    NestingBudget budget{1'000};
    CHECK_FALSE(budget.take_bytes(bytes_inside_unquestioned));
    budget.give_back(bytes_inside_unquestioned);
    CHECK_FALSE(budget.take_bytes(bytes_inside_unquestioned));
}
