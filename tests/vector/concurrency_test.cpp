// One writes, others search, and none waits.
#include <atomic>
#include <thread>

#include "support/catch.hpp"
#include "vector_fixture.hpp"

using namespace ingestd;
using namespace ingestd::vector;
using namespace ingestd::vector::test;

TEST_CASE(
    "searches see each vector whole or not at all, while others come and go", "[vector][threads]"
) {
    constexpr std::size_t dimension = 16;
    constexpr Row last = 3000;
    std::mt19937 random{41};
    Collection collection{dimension};
    // The truth is there before, as if committed; read only from here on.
    for (Row row = 1; row <= last; ++row) {
        collection.stored.vectors.emplace(row, random_unit(random, dimension));
    }
    std::atomic<Row> appended = 0;
    std::atomic<Row> removed_below = 0;  // of every third row
    std::atomic<int> failures = 0;

    const auto search = [&](unsigned seed) {
        std::mt19937 own{seed};
        while (appended.load() < last) {
            const Row known = appended.load();
            if (known == 0) continue;
            const Row wanted = 1 + static_cast<Row>(own() % static_cast<unsigned long>(known));
            const auto& query = collection.stored.vectors.at(wanted);
            const auto nearest = collection.nearest(query, {.limit = 3});
            const bool may_be_gone = wanted % 3 == 0;
            const bool is_first = !nearest.hits.empty() && nearest.hits.front().row == wanted;
            if (!nearest.is_exact || (!is_first && !may_be_gone)) ++failures;
        }
    };
    const auto search_removed = [&] {
        while (appended.load() < last) {
            const Row gone = removed_below.load() - 3;
            if (gone <= 0) continue;
            const auto nearest =
                collection.nearest(collection.stored.vectors.at(gone), {.limit = 1});
            if (nearest.hits.empty() || nearest.hits.front().row == gone) ++failures;
        }
    };
    std::thread first{search, 1};
    std::thread second{search, 2};
    std::thread third{search_removed};
    for (Row row = 1; row <= last; ++row) {
        collection.index->append(row, collection.stored.vectors.at(row)).value();
        appended = row;
        if (row % 3 == 0 && row > 300) {
            collection.index->remove(row - 300);
            removed_below = row - 300 + 3;
        }
        if (row % 1000 == 0) collection.index->compact().value();
    }
    first.join();
    second.join();
    third.join();

    CHECK(failures == 0);
    CHECK(collection.index->size() == static_cast<std::size_t>(last) - 900);
}
