// Uploads that bring the same document, through the whole pipeline.
#include "pipeline_rig.hpp"

namespace ingestd::pipeline {
namespace {

using Texts = std::vector<std::string>;

PipelineRig::Given with(OnSameKey on_same_key) {
    return {.options = {.on_same_key = on_same_key}};
}

TEST_CASE("an older upload that ends later is superseded and says so", "[pipeline][same_key]") {
    PipelineRig rig;
    rig.extractor.hold("older.txt");
    const auto older = rig.upload({{"older.txt", "animal badger", "a"}});
    rig.extractor.await_held("older.txt");
    const auto newer = rig.upload({{"newer.txt", "animal heron", "a"}});
    REQUIRE(rig.end_of(newer) == Status::completed);
    REQUIRE(rig.found("animal") == Texts{"animal heron"});

    if (GENERATE(false, true)) rig.restart();
    rig.extractor.release("older.txt");
    REQUIRE(rig.end_of(older) == Status::completed);

    REQUIRE(rig.found("animal") == Texts{"animal heron"});
    REQUIRE(rig.outcome(older).is_superseded);
    REQUIRE(rig.outcome(older).warnings.size() == 1);
    REQUIRE_FALSE(rig.outcome(newer).is_superseded);
}

TEST_CASE("the same bytes brought twice at the same time are there once", "[pipeline][same_key]") {
    PipelineRig rig;
    rig.extractor.hold("one.txt");
    rig.extractor.hold("two.txt");
    const auto first = rig.upload({{"one.txt", "animal badger", "a"}});
    const auto second = rig.upload({{"two.txt", "animal badger", "a"}});
    rig.extractor.await_held("one.txt");
    rig.extractor.await_held("two.txt");
    rig.extractor.release("two.txt");
    rig.end_of(second);
    rig.extractor.release("one.txt");
    rig.end_of(first);

    REQUIRE(rig.found("animal") == Texts{"animal badger"});
    REQUIRE(rig.outcome(first).is_unchanged);
    REQUIRE_FALSE(rig.outcome(second).is_unchanged);
}

TEST_CASE(
    "a cancelled upload brings back what its documents had replaced", "[pipeline][same_key][cancel]"
) {
    PipelineRig rig;
    rig.end_of(rig.upload({{"a.txt", "animal badger"}}));
    rig.extractor.hold("b.txt");
    const auto newer = rig.upload({{"a.txt", "animal heron"}, {"b.txt", "animal otter"}});
    rig.extractor.await_held("b.txt");
    while (!rig.results(newer)[0].outcome) std::this_thread::yield();
    REQUIRE(rig.outcome(newer).replaced == 1);

    REQUIRE(rig.cancel(newer) == Status::cancelled);

    REQUIRE(rig.found("animal") == Texts{"animal badger"});
    REQUIRE(rig.cancel(newer) == Status::received);  // it is not in work
}

TEST_CASE("keep gives the newcomer a number that stays over a restart", "[pipeline][same_key]") {
    PipelineRig rig;
    rig.end_of(rig.upload({{"a.txt", "animal badger"}}));
    rig.extractor.hold("a.txt");
    const auto second = rig.upload({{"a.txt", "animal heron"}}, with(OnSameKey::keep));
    rig.extractor.await_held("a.txt");
    rig.restart();
    rig.extractor.await_held("a.txt");
    rig.extractor.release("a.txt");

    REQUIRE(rig.end_of(second) == Status::completed);

    REQUIRE(rig.outcome(second).kept_as == "a.txt (2)");
    REQUIRE(rig.results(second)[0].document_id == document_id("c", "a.txt (2)"));
    REQUIRE(rig.found("animal") == Texts{"animal badger", "animal heron"});
}

TEST_CASE("skip leaves the document that is there and reads nothing", "[pipeline][same_key]") {
    PipelineRig rig;
    rig.end_of(rig.upload({{"a.txt", "animal badger"}}));

    const auto second = rig.upload({{"a.txt", "animal heron"}}, with(OnSameKey::skip));

    REQUIRE(rig.end_of(second) == Status::completed);
    const auto outcome = rig.outcome(second);
    REQUIRE(outcome.is_skipped);
    REQUIRE(outcome.chunks == 0);
    REQUIRE(outcome.warnings.size() == 1);
    REQUIRE(rig.extractor.opened("a.txt") == 1);
    REQUIRE(rig.found("animal") == Texts{"animal badger"});
}

TEST_CASE("an atomic upload is found when it completes, and counted before", "[pipeline][atomic]") {
    PipelineRig rig;
    rig.extractor.hold("b.txt");
    const auto id = rig.upload(
        {{"a.txt", "animal heron"}, {"b.txt", "animal otter"}},
        {.options = {.visibility = Visibility::atomic}}
    );
    rig.extractor.await_held("b.txt");
    while (!rig.results(id)[0].outcome) std::this_thread::yield();
    REQUIRE(rig.found("animal").empty());
    REQUIRE(rig.newest(id)->current_chunk > 0);

    SECTION("it completes") {
        rig.extractor.release("b.txt");
        REQUIRE(rig.end_of(id) == Status::completed);
        REQUIRE(rig.found("animal") == Texts{"animal heron", "animal otter"});
    }
    SECTION("it completes after a restart") {
        rig.restart();
        rig.extractor.release("b.txt");
        REQUIRE(rig.end_of(id) == Status::completed);
        REQUIRE(rig.found("animal") == Texts{"animal heron", "animal otter"});
    }
    SECTION("it is cancelled") {
        REQUIRE(rig.cancel(id) == Status::cancelled);
        REQUIRE(rig.found("animal").empty());
    }
}

TEST_CASE(
    "an atomic upload whose document was brought anew meanwhile says so", "[pipeline][atomic]"
) {
    PipelineRig rig;
    rig.extractor.hold("b.txt");
    const auto older = rig.upload(
        {{"a.txt", "animal heron"}, {"b.txt", "animal otter"}},
        {.options = {.visibility = Visibility::atomic}}
    );
    rig.extractor.await_held("b.txt");
    while (!rig.results(older)[0].outcome) std::this_thread::yield();
    rig.end_of(rig.upload({{"a.txt", "animal crane"}}));
    rig.extractor.release("b.txt");

    REQUIRE(rig.end_of(older) == Status::completed);

    REQUIRE(rig.outcome(older).is_superseded);
    REQUIRE(rig.found("animal") == Texts{"animal crane", "animal otter"});
}

TEST_CASE("a cancelled upload stays cancelled over a restart", "[pipeline][cancel]") {
    PipelineRig rig;
    rig.extractor.hold("b.txt");
    const auto id = rig.upload({{"a.txt", "animal heron"}, {"b.txt", "animal otter"}});
    rig.extractor.await_held("b.txt");
    while (!rig.results(id)[0].outcome) std::this_thread::yield();
    // The server ends after it noted the cancel and before it removed anything.
    REQUIRE(test::answer_of<void>([&](auto done) { rig.catalog().note_cancelling(id, done); }));
    rig.restart();

    REQUIRE(rig.end_of(id) == Status::cancelled);

    REQUIRE(rig.found("animal").empty());
}

TEST_CASE("a single document that is complete can be cancelled no more", "[pipeline][cancel]") {
    // Whatever moment the cancel comes in: what is told is what is found.
    PipelineRig rig;
    for (int round = 0; round < 40; ++round) {
        const auto key = "key" + std::to_string(round);
        rig.end_of(rig.upload({{key, "old " + key}}));
        const auto id = rig.upload({{key, "new " + key}});
        for (int i = 0; i < round * 100; ++i) std::this_thread::yield();
        auto ended = rig.cancel(id);
        if (ended == Status::received) ended = rig.end_of(id);
        const bool was_cancelled = ended == Status::cancelled;
        REQUIRE(rig.found(key) == Texts{(was_cancelled ? "old " : "new ") + key});
    }
}

}  // namespace
}  // namespace ingestd::pipeline
