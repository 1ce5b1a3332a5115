// What comes, goes, and is there again after a restart.
#include <csignal>
#include <fstream>

#include <ingestd/vector/errc.hpp>
#include <ingestd/vector/vector_index.hpp>
#include <sys/resource.h>

#include "support/catch.hpp"
#include "vector_fixture.hpp"

using namespace ingestd;
using namespace ingestd::vector;
using namespace ingestd::vector::test;

namespace {

// With rows 10, 20 … in segments enough.
struct Filled : Collection {
    explicit Filled(std::size_t rows) : Collection{16} {
        std::mt19937 random{21};
        for (std::size_t i = 1; i <= rows; ++i) {
            append(static_cast<Row>(10 * i), random_unit(random, 16));
        }
    }
};

void check_holds_what_is_stored(const Collection& collection) {
    CHECK(collection.index->size() == collection.stored.vectors.size());
    const auto query = unit(Vector(collection.settings.dimension, 1));
    const Asked all{.limit = collection.stored.vectors.size() + 1, .fetch_max = 1'000'000};
    const auto truth = collection.stored.nearest(query, all.limit);
    CHECK(rows_of(collection.nearest(query, all).hits) == rows_of(truth));
}

}  // namespace

TEST_CASE("a dimension outside of 8 to 4096 is refused", "[vector]") {
    const ingestd::test::TemporaryDirectory directory;
    for (const auto dimension : std::initializer_list<std::size_t>{0, 7, 4097}) {
        const auto opened = VectorIndex::open(directory / "vectors", {.dimension = dimension});
        REQUIRE_FALSE(opened);
        CHECK(opened.error().code == Errc::wrong_dimension);
    }
}

TEST_CASE("rows come in ascending order", "[vector]") {
    Filled collection{3};
    const auto vector = collection.stored.vectors.at(10);
    for (const Row row : {Row{-1}, Row{0}, Row{29}, Row{30}}) {
        const auto appended = collection.index->append(row, vector);
        REQUIRE_FALSE(appended);
        CHECK(appended.error().code == Errc::out_of_order);
    }
    // Also above a row that is there no more.
    collection.remove(30);
    CHECK_FALSE(collection.index->append(30, vector));
    CHECK(collection.index->append(31, vector));
}

TEST_CASE("only a row that is there can be removed, and once", "[vector]") {
    Filled collection{700};
    CHECK_FALSE(collection.index->remove(0));
    CHECK_FALSE(collection.index->remove(-10));
    CHECK_FALSE(collection.index->remove(15));
    CHECK_FALSE(collection.index->remove(7010));
    CHECK(collection.remove(10));
    CHECK(collection.remove(7000));
    CHECK_FALSE(collection.index->remove(7000));
    CHECK(collection.index->size() == 698);
    CHECK(collection.index->dead_slots() == 2);
}

TEST_CASE("all is there again when it is opened again", "[vector][restart]") {
    Filled collection{5000};
    for (Row row = 100; row <= 2000; row += 100) collection.remove(row);

    collection.reopen();

    CHECK(collection.index->dead_slots() == 20);
    CHECK(collection.index->last_row() == 50'000);
    CHECK(collection.catch_up() == 0);
    check_holds_what_is_stored(collection);
}

TEST_CASE(
    "what was committed before a kill and not appended is told as missing", "[vector][restart]"
) {
    Filled collection{300};
    std::mt19937 random{22};
    collection.stored.vectors.emplace(3010, random_unit(random, 16));
    collection.stored.vectors.emplace(3020, random_unit(random, 16));
    collection.stored.vectors.erase(10);
    collection.stored.vectors.erase(1500);
    collection.stored.vectors.erase(3000);
    collection.reopen();

    CHECK(
        collection.index->reconcile(collection.stored.rows()).value() ==
        std::vector<Row>{3010, 3020}
    );
    CHECK(collection.catch_up() == 2);
    check_holds_what_is_stored(collection);
}

TEST_CASE("what is missing in the midst is told with all that follows", "[vector][restart]") {
    Filled collection{300};
    std::mt19937 random{23};
    collection.stored.vectors.emplace(2905, random_unit(random, 16));

    CHECK(
        collection.index->reconcile(collection.stored.rows()).value() ==
        std::vector<Row>{2905, 2910, 2920, 2930, 2940, 2950, 2960, 2970, 2980, 2990, 3000}
    );
    CHECK(collection.catch_up() == 11);
    check_holds_what_is_stored(collection);
    collection.reopen();
    check_holds_what_is_stored(collection);
}

TEST_CASE("a row that died here and lives in the database comes back", "[vector][restart]") {
    Filled collection{300};
    collection.index->remove(2990);
    CHECK(collection.catch_up() == 2);
    check_holds_what_is_stored(collection);
}

TEST_CASE("an empty database empties the index, an empty index misses all", "[vector][restart]") {
    Filled collection{300};
    CHECK(collection.index->reconcile({}).value().empty());
    CHECK(collection.index->size() == 0);

    collection.index = VectorIndex::create(collection.path, collection.settings).value();
    CHECK(collection.catch_up() == 300);
    check_holds_what_is_stored(collection);
}

TEST_CASE("compacting leaves the living, and asks for it when a third is dead", "[vector]") {
    Filled collection{4000};
    CHECK_FALSE(collection.index->wants_compaction());
    for (Row row = 10; row <= 40'000; row += 20) collection.remove(row);
    CHECK(collection.index->wants_compaction());
    const auto before = std::filesystem::file_size(collection.path);

    collection.index->compact().value();

    CHECK_FALSE(collection.index->wants_compaction());
    CHECK(collection.index->dead_slots() == 0);
    CHECK(std::filesystem::file_size(collection.path) < before);
    check_holds_what_is_stored(collection);
    collection.reopen();
    CHECK(collection.catch_up() == 0);
    check_holds_what_is_stored(collection);
    std::mt19937 random{24};
    collection.append(50'000, random_unit(random, 16));
    CHECK_FALSE(std::filesystem::exists(collection.path.string() + ".new"));
}

TEST_CASE("a new file that a kill has left half written is removed", "[vector][restart]") {
    Filled collection{10};
    std::ofstream{collection.path.string() + ".new"} << "half";
    collection.reopen();
    CHECK_FALSE(std::filesystem::exists(collection.path.string() + ".new"));
    check_holds_what_is_stored(collection);
}

TEST_CASE("a search goes on in the old file while it is compacted", "[vector]") {
    Filled collection{2000};
    for (Row row = 10; row <= 10'000; row += 20) collection.remove(row);
    const auto query = unit(Vector(16, 1));
    const auto truth = collection.stored.nearest(query, 10);
    std::vector<Row> seen;

    const auto found = collection.index->nearest(
        {.vector = query},
        [&, fetch = collection.stored.fetch()](Row row, std::span<float> into) {
            if (seen.empty()) collection.index->compact().value();
            seen.push_back(row);
            return fetch(row, into);
        }
    );

    CHECK(rows_of(found.value().hits) == rows_of(truth));
}

TEST_CASE("a full disk refuses a vector and harms nothing", "[vector]") {
    Filled collection{256};  // the first segment is full
    struct rlimit before {};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    auto* const handled = std::signal(SIGXFSZ, SIG_IGN);
    const struct rlimit full { std::filesystem::file_size(collection.path), before.rlim_max };
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &full) == 0);
    const auto refused = collection.index->append(2570, unit(Vector(16, 1)));
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handled);

    REQUIRE_FALSE(refused);
    CHECK(refused.error().code.category() == boost::system::system_category());
    check_holds_what_is_stored(collection);
    collection.append(2570, unit(Vector(16, 1)));
    check_holds_what_is_stored(collection);
}
