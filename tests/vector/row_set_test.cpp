#include <ingestd/vector/row_set.hpp>

#include "../../src/vector/row_walk.hpp"
#include "support/catch.hpp"

using namespace ingestd::vector;

using Runs = std::vector<RowSet::Run>;

namespace {

Runs runs_of(const RowSet& set) {
    return {set.runs().begin(), set.runs().end()};
}

}  // namespace

TEST_CASE("neighbours are one run", "[vector][filter]") {
    CHECK(runs_of(RowSet{{7, 3, 4, 5, 9, 4}}) == Runs{{3, 5}, {7, 7}, {9, 9}});
    CHECK(RowSet{{7, 3, 4, 5, 9, 4}}.size() == 5);
    CHECK(RowSet{std::vector<Row>{}}.is_empty());

    RowSet set;
    set.append(1, 10);
    set.append(11);
    set.append(13, 20);
    CHECK(runs_of(set) == Runs{{1, 11}, {13, 20}});
    CHECK(set.size() == 19);
}

TEST_CASE("a row is in the set or not", "[vector][filter]") {
    const RowSet set{{3, 4, 5, 9}};
    for (const Row row : {3, 4, 5, 9}) CHECK(set.contains(row));
    for (const Row row : {-3, 0, 2, 6, 8, 10}) CHECK_FALSE(set.contains(row));
    CHECK_FALSE(RowSet{}.contains(1));
}

TEST_CASE(
    "a filter says of neighbouring rows whether all, some or none may be found", "[vector][filter]"
) {
    const Allowed only{.kind = Allowed::Kind::only, .rows = RowSet{{3, 4, 5, 20, 21}}};
    RowWalk walk{&only};
    CHECK(walk.asked(1, 2) == Say::none);
    CHECK(walk.next() == 3);
    CHECK(walk.asked(2, 3) == Say::some);
    CHECK(walk.asked(3, 5) == Say::all);
    CHECK(walk.asked(5, 6) == Say::some);
    CHECK(walk.asked(6, 19) == Say::none);
    CHECK(walk.asked(21, 21) == Say::all);
    CHECK(walk.asked(22, 99) == Say::none);
    CHECK(walk.next() == 0);

    const Allowed but{.kind = Allowed::Kind::all_but, .rows = RowSet{{3, 4, 5, 20, 21}}};
    RowWalk other{&but};
    CHECK(other.asked(1, 2) == Say::all);
    CHECK(other.asked(2, 3) == Say::some);
    CHECK(other.asked(3, 5) == Say::none);
    CHECK(other.asked(6, 19) == Say::all);
    CHECK(other.asked(22, 99) == Say::all);

    RowWalk without{nullptr};
    CHECK(without.asked(1, 100) == Say::all);
}

TEST_CASE("a walk over many runs finds each", "[vector][filter]") {
    RowSet rows;
    for (Row row = 10; row <= 10'000; row += 10) rows.append(row);
    const Allowed allowed{.kind = Allowed::Kind::only, .rows = rows};
    for (const Row stride : {1, 3, 170, 4999}) {
        RowWalk walk{&allowed};
        for (Row row = 1; row <= 10'050; row += stride) {
            if (walk.allows(row) != rows.contains(row)) FAIL_CHECK(row);
        }
    }
}
