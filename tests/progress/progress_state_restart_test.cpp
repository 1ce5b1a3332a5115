// What ProgressState tells where it did not begin at the beginning, or is told nonsense.
#include <random>

#include <ingestd/progress/progress_state.hpp>

#include "progress/watched_state.hpp"

using namespace ingestd;
using namespace ingestd::progress;
using namespace ingestd::progress::testing;

TEST_CASE("after a restart nothing goes back behind what was told", "[progress][state][told]") {
    const Told told{.seq = 40, .permille = 500, .current_chunk = 10, .status = Status::indexing};
    Watched w{{working({.stage = Status::received, .part_read = 0, .indexed = 10})}, told};
    CHECK(w.newest().seq == 41);
    CHECK(w.newest().status == Status::indexing);
    CHECK(w.newest().message == "Indexing chunks...");
    CHECK(w.newest().permille == 500);
    CHECK(w.newest().current_chunk == 10);
    CHECK(w.newest().total_chunks == 20);

    // It is read again from its beginning: fewer chunks are cut than were indexed before.
    w.update(0, working({.stage = Status::extracting, .part_read = 0.25, .chunked = 3}));
    w.update(0, working({.stage = Status::extracting, .part_read = 0.8, .chunked = 16}));
    w.update(0, working({.part_read = 1, .chunked = 20, .indexed = 14}));
    CHECK(w.newest().permille == 700);
    w.update(0, ended(Status::completed, 20));
    w.finish(Status::completed);

    check_nothing_goes_back(w.told, told);
}

TEST_CASE(
    "chunks committed but not told before a crash are told first", "[progress][state][told]"
) {
    const Told told{.seq = 40, .permille = 500, .current_chunk = 10, .status = Status::indexing};
    Watched w{{working({.stage = Status::received, .part_read = 0, .indexed = 13})}, told};

    CHECK(w.told.size() == 3);
    CHECK(w.newest().current_chunk == 13);
    check_nothing_goes_back(w.told, told);
}

TEST_CASE(
    "a document that is read again is not measured by another's chunks", "[progress][state]"
) {
    const Told told{.seq = 90, .permille = 500, .current_chunk = 51, .status = Status::indexing};
    auto scan = ended(Status::completed, 1, "scan.pdf");
    scan.bytes = 10'000'000;
    Watched w{{scan, working({.stage = Status::received, .part_read = 0, .indexed = 50})}, told};
    CHECK(w.newest().permille == 500);
    CHECK(w.newest().total_chunks == 102);

    w.update(1, working({.part_read = 0.6, .chunked = 60, .indexed = 60}));

    CHECK(w.newest().total_chunks == 101);
    CHECK(w.newest().permille == 603);
}

TEST_CASE(
    "while what was told is not known of again, no other document measures the rest",
    "[progress][state][told]"
) {
    const Told told{.seq = 90, .permille = 337, .current_chunk = 510, .status = Status::indexing};
    const auto small = ended(Status::completed, 10, "small.pdf");
    auto large = working({.stage = Status::received, .part_read = 0});
    large.bytes = 1;
    Watched w{{small, large}, told};
    CHECK(w.newest().permille == 337);

    // Opened, with what the ledger has, then read again past it.
    w.update(1, working({.stage = Status::extracting, .part_read = 0}));
    w.update(1, working({.stage = Status::extracting, .part_read = 0, .indexed = 500}));
    CHECK(w.newest().permille == 337);
    w.update(
        1, working({.stage = Status::indexing, .part_read = 0.4, .chunked = 600, .indexed = 510})
    );

    CHECK(w.newest().total_chunks == 1510);
    CHECK(w.newest().permille == 344);
}

TEST_CASE("what was told stands although the chunks have gone", "[progress][state][told]") {
    const Told told{.seq = 40, .permille = 500, .current_chunk = 10, .status = Status::indexing};
    Watched w{{ended(Status::failed, 0), waiting("b.txt")}, told};
    w.update(1, ended(Status::completed, 4, "b.txt"));
    w.finish(Status::completed);

    CHECK(w.newest().current_chunk == 10);
    check_nothing_goes_back(w.told, told);
}

TEST_CASE("an end that was told but not kept is told anew", "[progress][state][told]") {
    const Told told{.seq = 9, .permille = 1000, .current_chunk = 4, .status = Status::completed};
    Watched w{{ended(Status::completed, 4)}, told};
    CHECK(w.newest().status == Status::indexing);
    CHECK(w.newest().permille == 999);

    w.finish(Status::completed);
    CHECK(w.newest().permille == 1000);
}

TEST_CASE("whatever the pipeline reports, nothing goes back", "[progress][state]") {
    const auto seed = GENERATE(range(0u, 40u));
    std::mt19937 random{seed};
    const auto pick = [&random](std::uint64_t most) { return random() % (most + 1); };
    std::vector<DocumentProgress> documents(1 + pick(5));
    for (auto& document : documents) document = waiting("d", pick(5000));
    Watched w{documents};

    for (int step = 0; step < 300; ++step) {
        const auto ordinal = pick(documents.size() - 1);
        auto& document = documents[ordinal];
        if (is_terminal(document.stage)) continue;
        // Now and then something that a sound pipeline would not report.
        document.stage = static_cast<Status>(pick(random() % 20 == 0 ? 6 : 4));
        document.part_read = static_cast<double>(pick(100)) / 100;
        document.chunks.chunked += pick(20);
        document.chunks.enriched = pick(document.chunks.chunked);
        document.chunks.indexed = pick(document.chunks.chunked);
        w.update(ordinal, document);
    }
    for (std::size_t i = 0; i < documents.size(); ++i) {
        documents[i].stage = i % 2 == 0 ? Status::completed : Status::failed;
        w.update(i, documents[i]);
    }
    w.finish(Status::completed);

    check_nothing_goes_back(w.told);
    CHECK(w.newest().permille == 1000);
}
