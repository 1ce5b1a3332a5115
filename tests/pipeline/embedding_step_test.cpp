#include "../../src/pipeline/embedding_step.hpp"

#include <ingestd/embed/errc.hpp>

#include "../../src/pipeline/embedder_choice.hpp"
#include "support/answer_of.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::pipeline {
namespace {

using Texts = std::vector<std::string>;

// Answers when the test says so.
class HeldEmbedder final : public embed::Embedder {
public:
    embed::Identity identity() const override { return {"held", "test", "one", 8}; }
    void embed(embed::Batch batch, Done done) override {
        asked.push_back({std::move(batch), std::move(done)});
    }
    std::optional<embed::Waiting> waiting_on() const override {
        return embed::Waiting{"unavailable", "the service rests"};
    }
    void close() override {}

    void answer(std::size_t at) {
        const auto texts = asked.at(at).batch.texts.size();
        std::vector<float> values(texts * 8);
        for (std::size_t i = 0; i < texts; ++i) values[i * 8] = 1;
        asked.at(at).done(embed::Vectors{8, std::move(values)});
    }

    struct Asked {
        embed::Batch batch;
        Done done;
    };
    std::vector<Asked> asked;
};

struct Fixture {
    test::TemporaryDirectory directory;
    boost::asio::thread_pool writers{1};
    std::shared_ptr<index::Generation> generation =
        *index::Generation::open(directory / "generation.db", writers);
    HeldEmbedder embedder;
    Texts passed;
    std::uint64_t reused = 0;
    std::optional<Error> failed;
    std::shared_ptr<EmbeddingStep> step = std::make_shared<EmbeddingStep>(
        embedder,
        generation,
        EmbeddingStep::Hooks{
            .pass_on = [this](
                           std::vector<Chunk> chunks, std::uint64_t from_before
                       ) { take(chunks, from_before); },
            .failed = [this](const Error& why) { failed = why; }}
    );

    void take(const std::vector<Chunk>& chunks, std::uint64_t from_before) {
        for (const auto& chunk : chunks) {
            CHECK(chunk.embedding.size() == 8);
            passed.push_back(chunk.text);
        }
        reused += from_before;
    }
    void add(const Texts& texts) {
        std::vector<Chunk> chunks;
        for (const auto& text : texts) {
            chunks.emplace_back();
            chunks.back().text = text;
        }
        step->add(std::move(chunks));
    }
};

TEST_CASE("chunks are passed on in order, however the embedder answers", "[pipeline][embedding]") {
    Fixture fixture;
    fixture.add({"one", "two"});
    fixture.add({"three"});
    fixture.embedder.answer(1);
    CHECK(fixture.passed.empty());
    CHECK_FALSE(fixture.step->is_empty());
    fixture.embedder.answer(0);
    CHECK(fixture.passed == Texts{"one", "two", "three"});
    CHECK(fixture.step->is_empty());
    CHECK(fixture.reused == 0);
}

TEST_CASE("a text that has a vector already is not embedded again", "[pipeline][embedding]") {
    Fixture fixture;
    index::DocumentEntry entry;
    entry.id = document_id("c", "k");
    entry.key = "k";
    entry.upload = UploadId::random();
    entry.embedding = EmbeddingModel{"test", "one", 8};
    const auto opened = test::answer_of<index::OpenedDocument>([&](auto done) {
        fixture.generation->open_document(entry, done);
    });
    REQUIRE(opened);
    Chunk known;
    known.text = "known";
    known.range = {0, 5};
    known.embedding = {0, 1, 0, 0, 0, 0, 0, 0};
    REQUIRE(test::answer_of<void>([&](auto done) {
        fixture.generation->commit_chunks(opened->row, {known}, done);
    }));

    fixture.add({"known", "new"});
    REQUIRE(fixture.embedder.asked.size() == 1);
    CHECK(fixture.embedder.asked[0].batch.texts == Texts{"new"});
    fixture.embedder.answer(0);
    CHECK(fixture.passed == Texts{"known", "new"});
    CHECK(fixture.reused == 1);

    fixture.add({"known"});
    CHECK(fixture.embedder.asked.size() == 1);
    CHECK(fixture.passed.size() == 3);
}

TEST_CASE(
    "what the embedder refuses fails once, and no more is passed on", "[pipeline][embedding]"
) {
    Fixture fixture;
    fixture.add({"one"});
    fixture.add({"two"});
    fixture.embedder.asked[0].done(Error{embed::Errc::refused, "no such model"});
    REQUIRE(fixture.failed);
    CHECK(fixture.failed->detail == "no such model");
    fixture.embedder.answer(1);
    CHECK(fixture.passed.empty());
    CHECK(fixture.step->stop() == 6);
}

TEST_CASE("fewer vectors than texts are refused", "[pipeline][embedding]") {
    Fixture fixture;
    fixture.add({"one", "two"});
    fixture.embedder.asked[0].done(embed::Vectors{8, std::vector<float>(8)});
    REQUIRE(fixture.failed);
    CHECK(fixture.failed->code == embed::Errc::wrong_answer);
}

TEST_CASE(
    "what is stopped asks the embedder to leave off, and gives what was on its way",
    "[pipeline][embedding]"
) {
    Fixture fixture;
    fixture.add({"one", "two"});
    CHECK(fixture.step->waiting_on()->detail == "the service rests");
    CHECK(fixture.step->stop() == 6);
    CHECK(fixture.embedder.asked[0].batch.stop.stop_requested());
    fixture.embedder.answer(0);
    CHECK(fixture.passed.empty());
    CHECK_FALSE(fixture.step->waiting_on());
    fixture.add({"three"});
    CHECK(fixture.embedder.asked.size() == 1);
}

TEST_CASE(
    "an embedder is chosen by what was asked, then the collection, then the server",
    "[pipeline][embedding]"
) {
    const auto set = *embed::EmbedderSet::open({});
    auto* const hash = set->find("hash");
    const auto bound = embed::model_of(*hash);
    const auto choose = [&](const std::string& asked,
                            std::optional<EmbeddingModel> made_by,
                            bool has_chunks,
                            const std::string& by_default) {
        return choose_embedder(*set, asked, made_by, has_chunks, by_default);
    };
    CHECK(choose("", {}, false, "hash").embedder == hash);
    CHECK(choose("", {}, false, "none").embedder == nullptr);
    CHECK(choose("hash", {}, false, "none").embedder == hash);
    CHECK(choose("none", bound, true, "hash").embedder == nullptr);
    CHECK(choose("", bound, true, "none").embedder == hash);
    CHECK(choose("", {}, true, "hash").embedder == nullptr);  // made before there were vectors
    CHECK(choose("e5", {}, false, "hash").refusal->code == "embedder_unknown");
    CHECK(
        choose("", EmbeddingModel{"onnx", "gone", 384}, true, "hash").refusal->code ==
        "embedder_unknown"
    );
}

}  // namespace
}  // namespace ingestd::pipeline
