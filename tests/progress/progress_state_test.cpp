#include <ingestd/progress/progress_state.hpp>

#include "progress/watched_state.hpp"

using namespace ingestd;
using namespace ingestd::progress;
using namespace ingestd::progress::testing;

TEST_CASE("the first event says that the upload was received", "[progress][state]") {
    Watched w{{waiting("a.txt"), waiting("b.txt")}};

    REQUIRE(w.told.size() == 1);
    CHECK(w.newest().status == Status::received);
    CHECK(w.newest().message == "Upload received");
    CHECK(w.newest().seq == 1);
    CHECK(w.newest().documents == DocumentCounts{.total = 2});
    CHECK_FALSE(w.newest().terminal);
}

TEST_CASE("before there is an estimate it is 0 of 0", "[progress][state]") {
    Watched w{{waiting("a.txt")}};
    w.update(0, working({.stage = Status::extracting, .part_read = 0.1}));

    CHECK(w.newest().current_chunk == 0);
    CHECK(w.newest().total_chunks == 0);
    CHECK(w.newest().permille == 0);
    CHECK(w.newest().total_is_estimate);
}

TEST_CASE("each state has its sentence", "[progress][state]") {
    const auto [stage, sentence] = GENERATE(table<Status, std::string>({
        {Status::extracting, "Extracting text from documents..."},
        {Status::chunking, "Chunking documents..."},
        {Status::enriching, "Enriching chunks..."},
        {Status::indexing, "Indexing chunks..."},
    }));
    Watched w{{waiting("a.txt")}};
    w.update(0, working({.stage = stage}));

    CHECK(w.newest().status == stage);
    CHECK(w.newest().message == sentence);
}

TEST_CASE("one event is told for each chunk", "[progress][state]") {
    Watched w{{waiting("a.txt")}};
    w.update(0, working({.chunked = 100}));
    w.told.clear();

    const auto events = w.update(0, working({.chunked = 100, .indexed = 40}));

    REQUIRE(events == 40);
    for (std::uint64_t i = 0; i < 40; ++i) {
        CHECK(w.told[i].current_chunk == i + 1);
        CHECK(w.told[i].stages.indexed == i + 1);
        CHECK(w.told[i].permille == (i + 1) * 1000 / 200);
    }
}

TEST_CASE("a commit of many chunks travels as one value", "[progress][state]") {
    ProgressState state{one, {waiting("a.txt")}};
    state.begin(at_ms(0));
    state.update(0, working({.chunked = 1000}), at_ms(1));

    const auto bursts = state.update(0, working({.chunked = 1000, .indexed = 1000}), at_ms(2));

    REQUIRE(bursts.size() == 1);
    CHECK(bursts[0].steps == 1000);
}

TEST_CASE("when nothing visible has changed nothing is told", "[progress][state]") {
    Watched w{{waiting("a.txt")}};
    w.update(0, working({.chunked = 10, .indexed = 3}));

    CHECK(w.update(0, working({.chunked = 10, .indexed = 3})) == 0);
}

TEST_CASE("the stages move before the first chunk is indexed", "[progress][state]") {
    Watched w{{waiting("a.txt")}};
    w.update(0, working({.stage = Status::extracting, .part_read = 0.01}));

    CHECK(
        w.update(0, working({.stage = Status::extracting, .part_read = 0.01, .chunked = 2})) == 1
    );
    CHECK(w.newest().stages == StageCounts{.chunked = 2});
}

TEST_CASE("the total is the chunks so far by the part read", "[progress][state]") {
    Watched w{{waiting("a.txt")}};
    w.update(0, working({.part_read = 0.25, .chunked = 10}));
    CHECK(w.newest().total_chunks == 40);
    CHECK(w.newest().total_is_estimate);

    w.update(0, working({.part_read = 1, .chunked = 37}));
    CHECK(w.newest().total_chunks == 37);
    CHECK_FALSE(w.newest().total_is_estimate);
}

TEST_CASE("documents not begun enter the estimate by their bytes", "[progress][state]") {
    Watched w{{waiting("a.txt", 1000), waiting("b.txt", 3000)}};
    w.update(0, working({.part_read = 0.5, .chunked = 10, .bytes = 1000}));

    REQUIRE(w.newest().total_chunks == 20 + 60);
}

TEST_CASE("a growing estimate holds the percentage", "[progress][state]") {
    Watched w{{waiting("a.txt")}};
    w.update(0, working({.part_read = 0.5, .chunked = 10, .indexed = 8}));
    CHECK(w.newest().permille == 400);

    w.update(0, working({.part_read = 0.5, .chunked = 50, .indexed = 10}));

    CHECK(w.newest().total_chunks == 100);
    CHECK(w.newest().permille == 400);
    check_nothing_goes_back(w.told);
}

TEST_CASE("the last chunk shows 99.9 until it is completed", "[progress][state]") {
    Watched w{{waiting("a.txt")}};
    w.update(0, ended(Status::completed, 20));
    CHECK(w.newest().current_chunk == 20);
    CHECK(w.newest().total_chunks == 20);
    CHECK(w.newest().permille == 999);

    w.finish(Status::completed);

    CHECK(w.newest().permille == 1000);
    CHECK(w.newest().terminal);
    CHECK(w.newest().status == Status::completed);
    CHECK(w.newest().message == "Completed");
}

TEST_CASE("100, completed and terminal come together and last", "[progress][state]") {
    Watched w{{waiting("a.txt")}};
    w.update(0, working({.stage = Status::extracting, .chunked = 7}));
    w.update(0, ended(Status::completed, 20));
    w.finish(Status::completed);

    for (const auto& event : w.told) {
        const bool is_last = &event == &w.told.back();
        CHECK((event.permille == 1000) == is_last);
        CHECK((event.status == Status::completed) == is_last);
        CHECK(event.terminal == is_last);
    }
}

TEST_CASE("the state is the least advanced of the unfinished documents", "[progress][state]") {
    Watched w{{waiting("a.txt"), waiting("b.txt")}};
    w.update(0, working({.stage = Status::indexing}));
    w.update(1, working({.stage = Status::chunking}));
    CHECK(w.newest().status == Status::chunking);

    w.update(1, ended(Status::failed, 0, "b.txt"));
    CHECK(w.newest().status == Status::indexing);
}

TEST_CASE("one that waits counts as extracting once any has begun", "[progress][state]") {
    Watched w{{waiting("a.txt"), waiting("b.txt")}};
    w.update(0, working({.stage = Status::indexing}));

    REQUIRE(w.newest().status == Status::extracting);
}

TEST_CASE("the state never goes back", "[progress][state]") {
    Watched w{{waiting("a.txt")}};
    w.update(0, working({.stage = Status::indexing, .chunked = 4}));
    w.update(0, working({.stage = Status::extracting, .chunked = 9}));

    REQUIRE(w.newest().status == Status::indexing);
}

TEST_CASE("every state that is passed is told", "[progress][state]") {
    Watched w{{waiting("a.txt")}};
    w.update(0, working({.stage = Status::indexing, .chunked = 5, .indexed = 5}));
    CHECK(
        w.states() ==
        std::vector{
            Status::received,
            Status::extracting,
            Status::chunking,
            Status::enriching,
            Status::indexing,
        }
    );
    check_nothing_goes_back(w.told);
}

TEST_CASE("an upload that is completed at once still passes every state", "[progress][state]") {
    Watched w{{waiting("a.txt")}};
    w.finish(Status::cancelled);
    CHECK(w.states() == std::vector{Status::received, Status::cancelled});

    Watched unchanged{{ended(Status::completed, 3)}};
    unchanged.finish(Status::completed);
    CHECK(
        unchanged.states() ==
        std::vector{
            Status::received,
            Status::extracting,
            Status::chunking,
            Status::enriching,
            Status::indexing,
            Status::completed,
        }
    );
}

TEST_CASE("a document that failed counts with what it had indexed", "[progress][state]") {
    Watched w{{waiting("a.txt"), waiting("b.txt")}};
    w.update(0, working({.part_read = 0.5, .chunked = 20, .indexed = 5}));
    w.update(1, working({.part_read = 1, .chunked = 10, .indexed = 10}));
    CHECK(w.newest().total_chunks == 50);

    w.update(0, ended(Status::failed, 5));

    CHECK(w.newest().total_chunks == 15);
    CHECK(w.newest().current_chunk == 15);
    CHECK(w.newest().documents.failed == 1);
    CHECK(w.newest().permille == 999);
}

TEST_CASE("removal never lowers the count", "[progress][state]") {
    Watched w{{waiting("a.txt")}};
    w.update(0, working({.chunked = 20, .indexed = 5}));
    w.update(0, ended(Status::failed, 0));

    CHECK(w.newest().current_chunk == 5);
    CHECK(w.newest().total_chunks == 5);
}

TEST_CASE("when all have failed the bar stays where it was", "[progress][state]") {
    Watched w{{waiting("a.txt")}};
    w.update(0, working({.part_read = 0.5, .chunked = 10, .indexed = 5}));
    w.update(0, ended(Status::failed, 5));
    w.finish(Status::completed, EventError{.code = "malformed", .detail = "Cut short."});

    CHECK(w.newest().status == Status::failed);
    CHECK(w.newest().message == "Failed");
    CHECK(w.newest().permille == 250);
    CHECK(w.newest().terminal);
    CHECK(w.newest().error == EventError{.code = "malformed", .detail = "Cut short."});
}

TEST_CASE("a partial success says how many of how many", "[progress][state]") {
    Watched w{{waiting("a.txt"), waiting("b.txt"), waiting("c.txt")}};
    w.update(0, ended(Status::completed, 3));
    w.update(1, ended(Status::failed, 0));
    w.update(2, ended(Status::completed, 4));
    w.finish(Status::completed);

    CHECK(w.newest().status == Status::completed);
    CHECK(w.newest().message == "Completed: 2 of 3 documents");
    CHECK(w.newest().permille == 1000);
}

TEST_CASE("what must be whole has failed, though some of it completed", "[progress][state]") {
    Watched w{{waiting("a.txt"), waiting("b.txt")}};
    w.update(0, ended(Status::completed, 3));
    w.update(1, ended(Status::failed, 0));
    w.finish(Status::failed, EventError{.code = "embedding_failed", .detail = "Too bad."});

    CHECK(w.newest().status == Status::failed);
    CHECK(w.newest().message == "Failed");
    CHECK(w.newest().permille < 1000);
}

TEST_CASE("what is left of a cancelled document is not the whole", "[progress][state]") {
    Watched w{{working({.part_read = 0.25, .chunked = 20, .indexed = 18})}};
    w.update(0, working({.part_read = 0.25, .chunked = 20, .indexed = 19}));
    REQUIRE(w.newest().total_chunks == 80);

    w.update(
        0, working({.stage = Status::cancelled, .part_read = 0.25, .chunked = 20, .indexed = 20})
    );
    w.finish(Status::cancelled);

    CHECK(w.newest().current_chunk == 20);
    CHECK(w.newest().total_chunks == 80);
    CHECK(w.newest().permille == 250);
}

TEST_CASE("what is cancelled keeps its figures", "[progress][state]") {
    Watched w{{waiting("a.txt")}};
    w.update(0, working({.part_read = 0.5, .chunked = 10, .indexed = 5}));
    w.finish(Status::cancelled);

    CHECK(w.newest().status == Status::cancelled);
    CHECK(w.newest().message == "Cancelled");
    CHECK(w.newest().current_chunk == 5);
    CHECK(w.newest().total_chunks == 20);
    CHECK(w.newest().permille == 250);
    CHECK(w.newest().terminal);
}

TEST_CASE("it says what it waits for until work moves", "[progress][state]") {
    const WaitingOn queue{.reason = "queue", .detail = "Second in line.", .position = 2};
    Watched w{{waiting("a.txt")}};

    CHECK(w.wait(queue) == 1);
    CHECK(w.newest().waiting_on == queue);
    CHECK(w.wait(queue) == 0);
    CHECK(w.update(0, waiting("a.txt")) == 0);
    w.update(0, working({.stage = Status::extracting}));
    CHECK(w.newest().waiting_on == std::nullopt);
    CHECK(w.wait(std::nullopt) == 0);
}

TEST_CASE("while nothing changes it says so again", "[progress][state]") {
    Watched w{{waiting("a.txt")}};
    w.update(0, working({.chunked = 10, .indexed = 5}));
    w.wait(WaitingOn{.reason = "disk", .detail = "Full."});
    const auto before = w.newest();

    w.keep({w.state.repeat(at_ms(20'000))});

    CHECK(w.newest().seq == before.seq + 1);
    CHECK(w.newest().timestamp == at_ms(20'000));
    CHECK(w.newest().waiting_on == before.waiting_on);
    CHECK(w.newest().current_chunk == before.current_chunk);
    CHECK(w.newest().permille == before.permille);
    CHECK(w.newest().chunks_per_second == 0);
}

TEST_CASE("a document in work is named while it is in work", "[progress][state]") {
    Watched w{{waiting("a.txt"), waiting("b.txt")}};
    CHECK(w.newest().documents.current.empty());

    w.update(1, working({.filename = "b.txt"}));
    w.update(0, working({.filename = "a.txt"}));
    CHECK(w.newest().documents.current == "b.txt");

    w.update(1, ended(Status::completed, 3, "b.txt"));
    CHECK(w.newest().documents.current == "a.txt");

    w.update(0, ended(Status::completed, 3));
    w.finish(Status::completed);
    CHECK(w.newest().documents.current.empty());
}

TEST_CASE("the time left follows from the speed", "[progress][state]") {
    ProgressState state{one, {waiting("a.txt")}};
    state.begin(at_ms(0));
    state.update(0, working({.part_read = 1, .chunked = 100}), at_ms(0));
    CHECK(state.newest().eta_seconds == std::nullopt);

    state.update(0, working({.part_read = 1, .chunked = 100, .indexed = 10}), at_ms(0));
    state.update(0, working({.part_read = 1, .chunked = 100, .indexed = 20}), at_ms(999));

    CHECK(state.newest().chunks_per_second == Catch::Detail::Approx(20));
    REQUIRE(state.newest().eta_seconds);
    CHECK(*state.newest().eta_seconds == Catch::Detail::Approx(4));
}
