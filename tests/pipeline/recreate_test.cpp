// Building a collection anew beside the one that is searched.
#include "pipeline_rig.hpp"

namespace ingestd::pipeline {
namespace {

using Texts = std::vector<std::string>;
const PipelineRig::Given anew{.options = {}, .force_recreate = true};

TEST_CASE("until a new generation is complete the old one is searched", "[pipeline][recreate]") {
    PipelineRig rig;
    rig.end_of(rig.upload({{"a.txt", "animal badger"}}));
    rig.extractor.hold("b.txt");
    const auto id = rig.upload({{"b.txt", "animal heron"}}, anew);
    rig.extractor.await_held("b.txt");
    REQUIRE(rig.found("animal") == Texts{"animal badger"});

    SECTION("it completes") {
        rig.extractor.release("b.txt");
        REQUIRE(rig.end_of(id) == Status::completed);
        REQUIRE(rig.found("animal") == Texts{"animal heron"});
    }
    SECTION("it completes after a restart") {
        rig.restart();
        REQUIRE(rig.found("animal") == Texts{"animal badger"});
        rig.extractor.release("b.txt");
        REQUIRE(rig.end_of(id) == Status::completed);
        REQUIRE(rig.found("animal") == Texts{"animal heron"});
    }
    SECTION("it is cancelled") {
        REQUIRE(rig.cancel(id) == Status::cancelled);
        REQUIRE(rig.found("animal") == Texts{"animal badger"});
    }
    SECTION("it is cancelled after a restart") {
        rig.restart();
        rig.extractor.await_held("b.txt");
        REQUIRE(rig.cancel(id) == Status::cancelled);
        REQUIRE(rig.found("animal") == Texts{"animal badger"});
    }
    rig.restart();
    REQUIRE(rig.generation_files() == 1);
}

TEST_CASE(
    "a new generation of which every document failed leaves the old one", "[pipeline][recreate]"
) {
    PipelineRig rig;
    rig.end_of(rig.upload({{"a.txt", "animal badger"}}));
    rig.extractor.fail("b.txt", "malformed", 1);

    REQUIRE(rig.end_of(rig.upload({{"b.txt", "animal heron\nx"}}, anew)) == Status::failed);

    REQUIRE(rig.found("animal") == Texts{"animal badger"});
}

TEST_CASE(
    "a new generation of which some documents failed takes over without them",
    "[pipeline][recreate]"
) {
    PipelineRig rig;
    rig.end_of(rig.upload({{"a.txt", "animal badger"}}));
    rig.extractor.fail("b.txt", "malformed", 1);

    const auto id = rig.upload({{"b.txt", "animal heron\nx"}, {"c.txt", "animal otter"}}, anew);

    REQUIRE(rig.end_of(id) == Status::completed);
    REQUIRE(rig.found("animal") == Texts{"animal otter"});
}

TEST_CASE(
    "an upload that comes while a generation is built waits, says for whom, and writes the new one",
    "[pipeline][recreate]"
) {
    PipelineRig rig;
    rig.end_of(rig.upload({{"a.txt", "animal badger"}}));
    rig.extractor.hold("b.txt");
    const auto builds = rig.upload({{"b.txt", "animal heron"}}, anew);
    rig.extractor.await_held("b.txt");
    const auto adds = rig.upload({{"c.txt", "animal otter"}});
    std::optional<progress::WaitingOn> waits;
    while (!waits) waits = rig.newest(adds)->waiting_on;
    REQUIRE(waits->reason == "collection");
    REQUIRE(waits->detail.find(builds.str()) != std::string::npos);

    if (GENERATE(false, true)) rig.restart();
    rig.extractor.release("b.txt");

    REQUIRE(rig.end_of(adds) == Status::completed);
    REQUIRE(rig.end_of(builds) == Status::completed);
    REQUIRE(rig.found("animal") == Texts{"animal heron", "animal otter"});
}

TEST_CASE("two that build one collection anew are ordered, not mixed", "[pipeline][recreate]") {
    PipelineRig rig;
    rig.extractor.hold("a.txt");
    const auto first = rig.upload({{"a.txt", "animal badger"}, {"b.txt", "animal heron"}}, anew);
    rig.extractor.await_held("a.txt");
    const auto second = rig.upload({{"c.txt", "animal otter"}}, anew);
    const bool is_restarted = GENERATE(false, true);
    if (is_restarted) rig.restart();
    rig.extractor.release("a.txt");

    REQUIRE(rig.end_of(second) == Status::completed);

    REQUIRE(rig.catalog().find_upload(first)->status == Status::completed);
    REQUIRE(rig.found("animal") == Texts{"animal otter"});
    rig.restart();
    REQUIRE(rig.generation_files() == 1);
}

TEST_CASE("a generation that was noted and never made is made", "[pipeline][recreate][resume]") {
    PipelineRig rig;
    rig.end_of(rig.upload({{"a.txt", "animal badger"}}));
    rig.extractor.hold("a.txt");
    const auto keeps_out = rig.upload({{"a.txt", "animal badger two"}});
    rig.extractor.await_held("a.txt");
    const auto id = rig.upload({{"b.txt", "animal heron"}}, anew);  // waits, so has none
    REQUIRE(test::answer_of<void>([&](auto done) {
        rig.catalog().note_generation(id, GenerationId::random(), done);
    }));
    rig.restart();
    REQUIRE(rig.found("animal") == Texts{"animal badger"});
    rig.extractor.release("a.txt");

    REQUIRE(rig.end_of(id) == Status::completed);

    REQUIRE(rig.end_of(keeps_out) == Status::completed);
    REQUIRE(rig.found("animal") == Texts{"animal heron"});
}

}  // namespace
}  // namespace ingestd::pipeline
