#include <random>

#include <ingestd/progress/progress_state.hpp>

#include "progress/events.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::progress;
using namespace ingestd::progress::testing;

namespace {

const UploadId one = upload(1);

DocumentProgress waiting(std::string filename, std::uint64_t bytes = 1000) {
    return {.filename = std::move(filename), .bytes = bytes};
}

// A document in work, of which `chunks` have been made and `indexed` committed.
struct Work {
    Status stage = Status::indexing;
    double part_read = 0.5;
    std::uint64_t chunked = 0;
    std::uint64_t indexed = 0;
    std::uint64_t bytes = 1000;
    std::string filename = "a.txt";
};
DocumentProgress working(const Work& work) {
    return {
        .filename = work.filename,
        .bytes = work.bytes,
        .stage = work.stage,
        .part_read = work.part_read,
        .chunks = {.chunked = work.chunked, .enriched = work.indexed, .indexed = work.indexed},
    };
}
DocumentProgress ended(Status stage, std::uint64_t chunks, std::string filename = "a.txt") {
    return working(
        {.stage = stage,
         .part_read = 1,
         .chunked = chunks,
         .indexed = chunks,
         .filename = std::move(filename)}
    );
}

// Keeps all that is told, in order.
class Watched {
public:
    explicit Watched(std::vector<DocumentProgress> documents, Told told_before = {})
        : state{one, std::move(documents), told_before} {
        keep({state.begin(at_ms(now))});
    }

    std::size_t update(std::size_t ordinal, const DocumentProgress& progress) {
        return keep(state.update(ordinal, progress, at_ms(++now)));
    }
    std::size_t wait(std::optional<WaitingOn> reason) {
        return keep(state.wait(std::move(reason), at_ms(++now)));
    }
    std::size_t finish(Status outcome, std::optional<EventError> error = std::nullopt) {
        return keep(state.finish(outcome, std::move(error), at_ms(++now)));
    }
    std::size_t keep(const std::vector<ProgressBurst>& bursts) {
        const auto events = expand(bursts);
        told.insert(told.end(), events.begin(), events.end());
        return events.size();
    }

    std::vector<Status> states() const {
        std::vector<Status> passed;
        for (const auto& event : told) {
            if (passed.empty() || passed.back() != event.status) passed.push_back(event.status);
        }
        return passed;
    }
    const ProgressEvent& newest() const { return told.back(); }

    ProgressState state;
    std::vector<ProgressEvent> told;
    std::int64_t now = 0;
};

void check_nothing_goes_back(const std::vector<ProgressEvent>& told, Told before = {}) {
    for (const auto& event : told) {
        CHECK(event.seq == before.seq + 1);
        CHECK(event.permille >= before.permille);
        CHECK(event.current_chunk >= before.current_chunk);
        CHECK(event.current_chunk <= before.current_chunk + 1);
        CHECK(event.status >= before.status);
        CHECK(event.total_chunks >= event.current_chunk);
        CHECK((event.permille == 1000) == (event.status == Status::completed));
        before = {event.seq, event.permille, event.current_chunk, event.status};
    }
}

}  // namespace

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
    w.finish(Status::failed);

    CHECK(w.newest().status == Status::completed);
    CHECK(w.newest().message == "Completed: 2 of 3 documents");
    CHECK(w.newest().permille == 1000);
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
