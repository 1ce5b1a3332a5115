#include "../../src/pipeline/ordered_batches.hpp"

#include <string>

#include "support/catch.hpp"

namespace ingestd::pipeline {
namespace {

using Texts = std::vector<std::string>;

BatchPointer batch_of(const Texts& texts) {
    auto batch = std::make_shared<PendingBatch>();
    for (const auto& text : texts) {
        batch->chunks.emplace_back();
        batch->chunks.back().text = text;
    }
    return batch;
}

struct Fixture {
    Texts passed;
    bool was_empty_meanwhile = false;
    OrderedBatches batches{[this](PendingBatch done) {
        for (const auto& chunk : done.chunks) passed.push_back(chunk.text);
        was_empty_meanwhile = was_empty_meanwhile || batches.is_empty();
    }};
};

TEST_CASE("batches are handed on in their order, however they end", "[pipeline][batches]") {
    Fixture fixture;
    const auto first = batch_of({"a", "b"}), second = batch_of({"c"}), third = batch_of({"d"});
    for (const auto& batch : {first, second, third}) CHECK(fixture.batches.add(batch));

    fixture.batches.finish(third);
    CHECK(fixture.passed.empty());
    fixture.batches.finish(first);
    CHECK(fixture.passed == Texts{"a", "b"});
    CHECK_FALSE(fixture.batches.is_empty());
    fixture.batches.finish(second);
    CHECK(fixture.passed == Texts{"a", "b", "c", "d"});
    CHECK(fixture.batches.is_empty());
}

TEST_CASE("who hands on may ask whether all are, and they are not", "[pipeline][batches]") {
    Fixture fixture;
    const auto batch = batch_of({"a"});
    fixture.batches.add(batch);
    fixture.batches.finish(batch);
    CHECK_FALSE(fixture.was_empty_meanwhile);
}

TEST_CASE("what is stopped hands on nothing, and tells how much there was", "[pipeline][batches]") {
    Fixture fixture;
    const auto first = batch_of({"abc", "d"}), second = batch_of({"ef"});
    fixture.batches.add(first);
    fixture.batches.add(second);
    fixture.batches.finish(second);

    CHECK(fixture.batches.stop() == 6);
    fixture.batches.finish(first);
    CHECK(fixture.passed.empty());
    CHECK_FALSE(fixture.batches.add(batch_of({"g"})));
    CHECK(fixture.batches.stop() == 0);
    fixture.batches.fail([] { FAIL("it was over before"); });
}

TEST_CASE("a failure is told once, and what was on its way still counts", "[pipeline][batches]") {
    Fixture fixture;
    const auto batch = batch_of({"abc"});
    fixture.batches.add(batch);
    int told = 0;
    fixture.batches.fail([&] { ++told; });
    fixture.batches.fail([&] { ++told; });
    fixture.batches.finish(batch);
    CHECK(told == 1);
    CHECK(fixture.passed.empty());
    CHECK(fixture.batches.stop() == 3);
}

}  // namespace
}  // namespace ingestd::pipeline
