// Documents that fail, are tried again, and are put aside.
#include "pipeline_rig.hpp"

namespace ingestd::pipeline {
namespace {

using Texts = std::vector<std::string>;

TEST_CASE("a document whose helper crashed once is read in a second try", "[pipeline][tries]") {
    PipelineRig rig;
    rig.extractor.fail("a.txt", "helper_crashed", 1);

    const auto id = rig.upload({{"a.txt", "animal badger\nanimal heron"}});

    REQUIRE(rig.end_of(id) == Status::completed);
    REQUIRE(rig.extractor.opened("a.txt") == 2);
    REQUIRE(rig.found("animal").size() == rig.outcome(id).chunks);
}

TEST_CASE(
    "a document that killed two helpers is put aside, and the others go on", "[pipeline][tries]"
) {
    PipelineRig rig;
    rig.extractor.fail("a.txt", "helper_crashed", 1'000);

    const auto id = rig.upload({{"a.txt", "animal badger\nx"}, {"b.txt", "animal heron"}});

    REQUIRE(rig.end_of(id) == Status::completed);
    REQUIRE(rig.extractor.opened("a.txt") == 2);
    const auto failure = rig.outcome(id).failure.value();
    REQUIRE(failure.code == "quarantined");
    REQUIRE(failure.stage == Stage::extract);
    REQUIRE(failure.detail.find("As the test wants it.") != std::string::npos);
    REQUIRE(rig.found("animal") == Texts{"animal heron"});
    rig.restart();
    REQUIRE(rig.extractor.opened("a.txt") == 2);
}

TEST_CASE("helpers that a document killed are counted over a restart", "[pipeline][tries]") {
    PipelineRig rig;
    rig.extractor.hold("a.txt");
    const auto id = rig.upload({{"a.txt", "animal badger\nx"}});
    rig.extractor.await_held("a.txt");
    REQUIRE(test::answer_of<catalog::Tries>([&](auto done) {
        rig.catalog().note_helper_death(id, 0, done);
    }));
    rig.extractor.fail("a.txt", "helper_crashed", 1'000);
    rig.restart();

    REQUIRE(rig.end_of(id) == Status::failed);
    REQUIRE(rig.outcome(id).failure->code == "quarantined");
    REQUIRE(rig.extractor.opened("a.txt") == 2);
}

TEST_CASE("a document at fault is read once", "[pipeline][tries]") {
    PipelineRig rig;
    rig.extractor.fail("a.txt", "malformed", 1'000);

    const auto id = rig.upload({{"a.txt", "animal badger\nx"}});

    REQUIRE(rig.end_of(id) == Status::failed);
    REQUIRE(rig.outcome(id).failure->code == "malformed");
    REQUIRE(rig.extractor.opened("a.txt") == 1);
}

TEST_CASE("who waits for another try says until when", "[pipeline][tries]") {
    PipelineRig rig;
    rig.extractor.fail("a.txt", "helper_unavailable", 3);

    const auto id = rig.upload({{"a.txt", "animal badger\nx"}});

    std::optional<progress::WaitingOn> waits;
    while (!waits) waits = rig.newest(id)->waiting_on;
    REQUIRE(waits->reason == "helper");
    REQUIRE(waits->until.has_value());
    REQUIRE(rig.cancel(id) == Status::cancelled);
}

// As if the server had been killed over the document `times` times.
void die_over(PipelineRig& rig, const UploadId& id, std::uint64_t chunks, int times) {
    for (int i = 0; i < times; ++i) {
        REQUIRE(test::answer_of<catalog::Tries>([&](auto done) {
            rig.catalog().note_try(id, 0, chunks, done);
        }));
    }
}

TEST_CASE("a document over which the server ended too often is put aside", "[pipeline][tries]") {
    PipelineRig rig;
    rig.extractor.hold("b.txt");
    const auto blocks = rig.upload({{"b.txt", "other"}}, {.options = {}, .force_recreate = true});
    rig.extractor.await_held("b.txt");
    const auto id = rig.upload({{"a.txt", "animal badger"}});  // waits for its collection
    const auto times = GENERATE(9, 10);
    die_over(rig, id, 0, times);
    rig.extractor.release("b.txt");
    REQUIRE(rig.end_of(blocks) == Status::completed);

    const bool is_put_aside = times == 10;
    REQUIRE(rig.end_of(id) == (is_put_aside ? Status::failed : Status::completed));
    REQUIRE(rig.extractor.opened("a.txt") == 1);
    if (is_put_aside) REQUIRE(rig.outcome(id).failure->code == "quarantined");
}

TEST_CASE("a document that comes further with each try is not to blame", "[pipeline][tries]") {
    PipelineRig rig;
    rig.extractor.hold("b.txt");
    rig.upload({{"b.txt", "other"}}, {.options = {}, .force_recreate = true});
    rig.extractor.await_held("b.txt");
    const auto id = rig.upload({{"a.txt", "animal badger"}});

    for (std::uint64_t chunks = 1; chunks < 50; ++chunks) die_over(rig, id, chunks, 1);
    const auto tries = test::answer_of<catalog::Tries>([&](auto done) {
        rig.catalog().note_try(id, 0, 50, done);
    });

    REQUIRE(tries->tries == 1);
    rig.extractor.release("b.txt");
}

TEST_CASE("an end in order blames no document", "[pipeline][tries]") {
    PipelineRig rig;
    rig.extractor.hold("a.txt");
    const auto id = rig.upload({{"a.txt", "animal badger"}});
    for (int i = 0; i < 15; ++i) {
        rig.extractor.await_held("a.txt");
        rig.restart();
    }
    rig.extractor.release("a.txt");

    REQUIRE(rig.end_of(id) == Status::completed);
}

}  // namespace
}  // namespace ingestd::pipeline
