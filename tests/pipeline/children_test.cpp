// Documents that turn up inside of others: documents of their own, at any depth, across restarts.
#include "pipeline_rig.hpp"

namespace ingestd::pipeline {
namespace {

using Names = std::vector<std::string>;

// Key, how it ended, and how many chunks: "a.zip/1 completed 1".
Names ends_of(PipelineRig& rig, const UploadId& id) {
    Names ends;
    for (const auto& result : rig.results(id)) {
        const auto& outcome = result.outcome;
        ends.push_back(
            result.key + " " +
            (outcome
                 ? std::string{to_string(outcome->status)} + " " + std::to_string(outcome->chunks) +
                       (outcome->failure ? " " + outcome->failure->code : "")
                 : "unfinished")
        );
    }
    return ends;
}

}  // namespace

TEST_CASE("what is inside of a document becomes documents of the upload", "[pipeline]") {
    PipelineRig rig;
    const auto id = rig.upload({{"a.zip", "child 1.txt|apple\nchild in/2.txt|pear"}});
    CHECK(rig.end_of(id) == Status::completed);
    CHECK(
        ends_of(rig, id) ==
        Names{"a.zip completed 0", "a.zip/1.txt completed 1", "a.zip/in/2.txt completed 1"}
    );
    CHECK(rig.found("apple") == Names{"apple"});
    CHECK(rig.found("pear") == Names{"pear"});
    const auto results = rig.results(id);
    CHECK(results[1].parent == results[0].document_id);
    CHECK(results[1].filename == "a.zip/1.txt");
    CHECK_FALSE(results[0].parent);
    CHECK(
        rig.catalog().find_upload(id)->terminal_event.find("\"message\":\"Completed\"") !=
        std::string::npos
    );
}

TEST_CASE("a document with text and others inside has both", "[pipeline]") {
    PipelineRig rig;
    const auto id = rig.upload({{"mail", "hello\nchild note|enclosed\nbye"}, {"b", "beside"}});
    CHECK(rig.end_of(id) == Status::completed);
    CHECK(ends_of(rig, id) == Names{"mail completed 1", "b completed 1", "mail/note completed 1"});
    CHECK(rig.found("hello").size() == 1);
    CHECK(rig.found("enclosed").size() == 1);
}

TEST_CASE("names that stand twice inside of a document are numbered", "[pipeline]") {
    PipelineRig rig;
    const auto id = rig.upload({{"a.zip", "child x|one\nchild x|two\nchild x (2)|three"}});
    CHECK(rig.end_of(id) == Status::completed);
    CHECK(rig.keys() == Names{"a.zip", "a.zip/x", "a.zip/x (2)", "a.zip/x (2) (2)"});
}

TEST_CASE("many documents inside, and large ones", "[pipeline]") {
    PipelineRig rig;
    const std::string large(200'000, 'x');
    std::string text = "child large|" + large + "\n";
    for (int i = 0; i < 300; ++i) text += "child " + std::to_string(i) + "|text\n";
    const auto id = rig.upload({{"a.zip", text}});
    CHECK(rig.end_of(id) == Status::completed);
    const auto results = rig.results(id);
    REQUIRE(results.size() == 302);
    CHECK(results[1].bytes == large.size());
    CHECK(results[1].sha256 == sha256(large));
    for (const auto& result : results) CHECK(result.outcome->status == Status::completed);
}

TEST_CASE("an upload fails when nothing inside could be taken in", "[pipeline]") {
    PipelineRig rig;
    rig.extractor.fail("a.zip/x", "malformed", 1);
    rig.extractor.fail("a.zip/y", "malformed", 1);
    const auto id = rig.upload({{"a.zip", "child x|one\nchild y|two"}});
    CHECK(rig.end_of(id) == Status::failed);
    CHECK(
        ends_of(rig, id) ==
        Names{"a.zip completed 0", "a.zip/x failed 0 malformed", "a.zip/y failed 0 malformed"}
    );
}

TEST_CASE("what came before a damaged part of an archive stands", "[pipeline]") {
    PipelineRig rig;
    rig.extractor.fail("a.zip", "malformed", 1);
    const auto id = rig.upload({{"a.zip", "child x|one\n"}});
    CHECK(rig.end_of(id) == Status::failed);
    rig.extractor.fail("b.zip", "malformed", 1);
    const auto second = rig.upload({{"b.zip", "text\nchild x|two\n"}, {"beside", "text"}});
    CHECK(rig.end_of(second) == Status::completed);
}

TEST_CASE("a reader that crashes brings no document twice", "[pipeline]") {
    PipelineRig rig;
    rig.extractor.fail("a.zip", "helper_crashed", 1);
    const auto id = rig.upload({{"a.zip", "child x|one\nchild y|two"}});
    CHECK(rig.end_of(id) == Status::completed);
    CHECK(
        ends_of(rig, id) == Names{"a.zip completed 0", "a.zip/x completed 1", "a.zip/y completed 1"}
    );
}

TEST_CASE("a restart in the middle of an archive goes on with it", "[pipeline]") {
    PipelineRig rig;
    rig.extractor.hold("a.zip");
    rig.extractor.hold("a.zip/y");
    const auto id = rig.upload({{"a.zip", "child x|one\nchild y|two"}});
    rig.extractor.await_held("a.zip/y");
    rig.restart();
    rig.extractor.release("a.zip");
    rig.extractor.release("a.zip/y");
    CHECK(rig.end_of(id) == Status::completed);
    CHECK(
        ends_of(rig, id) == Names{"a.zip completed 0", "a.zip/x completed 1", "a.zip/y completed 1"}
    );
    CHECK(rig.found("two").size() == 1);
}

TEST_CASE("documents nested in documents", "[pipeline]") {
    PipelineRig rig;
    SECTION("are read") {
        const auto id = rig.upload({{"a", "child b|child c|deep"}});
        CHECK(rig.end_of(id) == Status::completed);
        CHECK(ends_of(rig, id) == Names{"a completed 0", "a/b completed 0", "a/b/c completed 1"});
    }
    SECTION("but not without end") {
        // Each holds the next.
        const auto id =
            rig.upload({{"a", "child 1|child 2|child 3|child 4|child 5|child 6|too deep"}});
        CHECK(rig.end_of(id) == Status::failed);
        CHECK(ends_of(rig, id).back() == "a/1/2/3/4/5 failed 0 nested_too_deep");
    }
    SECTION("a text in which others are nested too deep is taken with a warning") {
        const auto id =
            rig.upload({{"a", "child 1|child 2|child 3|child 4|child 5|text;child 6|too deep"}});
        CHECK(rig.end_of(id) == Status::completed);
        const auto last = rig.results(id).back();
        CHECK(last.outcome->chunks == 1);
        CHECK(last.outcome->warnings.size() == 1);
    }
}

TEST_CASE("the same archive again", "[pipeline]") {
    PipelineRig rig;
    const auto first = rig.upload({{"a.zip", "child x|one\nchild y|two"}});
    REQUIRE(rig.end_of(first) == Status::completed);
    SECTION("changes nothing") {
        const auto id = rig.upload({{"a.zip", "child x|one\nchild y|two"}});
        CHECK(rig.end_of(id) == Status::completed);
        for (const auto& result : rig.results(id)) CHECK(result.outcome->is_unchanged);
        CHECK(rig.keys() == Names{"a.zip", "a.zip/x", "a.zip/y"});
    }
    SECTION("with other content takes the place of what it held") {
        const auto id = rig.upload({{"a.zip", "child x|one\nchild z|three"}});
        CHECK(rig.end_of(id) == Status::completed);
        CHECK(rig.keys() == Names{"a.zip", "a.zip/x", "a.zip/z"});
        CHECK(rig.found("two").empty());
    }
    SECTION("with nothing left inside") {
        const auto id = rig.upload({{"a.zip", "now a text"}});
        CHECK(rig.end_of(id) == Status::completed);
        CHECK(rig.keys() == Names{"a.zip"});
    }
    SECTION("of which one part fails: its older version stays") {
        rig.extractor.fail("a.zip/y", "malformed", 1);
        const auto id = rig.upload({{"a.zip", "child x|one\nchild y|other"}});
        CHECK(rig.end_of(id) == Status::completed);
        CHECK(rig.keys() == Names{"a.zip", "a.zip/x", "a.zip/y"});
        CHECK(rig.found("two").size() == 1);
    }
}

TEST_CASE("a cancel takes what was inside with it", "[pipeline]") {
    PipelineRig rig;
    const auto first = rig.upload({{"a.zip", "child x|one"}});
    REQUIRE(rig.end_of(first) == Status::completed);
    rig.extractor.hold("a.zip/z");
    const auto id = rig.upload({{"a.zip", "child x|other\nchild z|two"}});
    rig.extractor.await_held("a.zip/z");
    CHECK(rig.cancel(id) == Status::cancelled);
    CHECK(rig.keys() == Names{"a.zip", "a.zip/x"});
    CHECK(rig.found("one").size() == 1);
}

TEST_CASE("a retry reads what failed inside of an archive", "[pipeline]") {
    PipelineRig rig;
    rig.extractor.fail("a.zip/y", "malformed", 1);
    const auto first = rig.upload({{"a.zip", "child x|one\nchild y|two"}});
    REQUIRE(rig.end_of(first) == Status::completed);
    const auto second = rig.retry(first);
    CHECK(rig.end_of(second) == Status::completed);
    CHECK(ends_of(rig, second) == Names{"a.zip/y completed 1"});
    CHECK(rig.found("two").size() == 1);
}

}  // namespace ingestd::pipeline
