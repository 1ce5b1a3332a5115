#include "../../src/pipeline/reader_choice.hpp"

#include <algorithm>

#include <ingestd/chunk/token_count.hpp>
#include <ingestd/embed/token_counting.hpp>

#include "support/catch.hpp"

namespace ingestd::pipeline {
namespace {

// Each character is a token.
class Letters final : public embed::TokenCounter {
public:
    std::uint32_t count_tokens(std::string_view text) const override {
        return static_cast<std::uint32_t>(text.size());
    }
};

class FakeEmbedder final : public embed::Embedder {
public:
    FakeEmbedder(std::uint32_t max_tokens, const embed::TokenCounter* counter)
        : max_tokens_{max_tokens}, counter_{counter} {}
    embed::Identity identity() const override {
        return {.name = "fake", .kind = "test", .model = "m", .max_tokens = max_tokens_};
    }
    const embed::TokenCounter* token_counter() const override { return counter_; }
    void embed(embed::Batch, Done) override {}
    void close() override {}

private:
    std::uint32_t max_tokens_;
    const embed::TokenCounter* counter_;
};

const Letters letters;
const std::string text =
    "Herons stand still. They wait for a long time, and then a fish is gone before it has seen"
    " anything at all of what has taken it.";

std::vector<Chunk> cut(const ChunkingOptions& options, const embed::Embedder* embedder) {
    auto choice = choose_reader(options, embedder);
    REQUIRE_FALSE(choice.refusal);
    chunk::Chunker chunker{options, choice.reader};
    auto chunks = chunker.push(Block{.text = text});
    for (auto& chunk : chunker.finish()) chunks.push_back(std::move(chunk));
    return chunks;
}

}  // namespace

TEST_CASE("tokens are the embedder's own where it counts, else estimated", "[pipeline][tokens]") {
    const FakeEmbedder counting{512, &letters}, silent{0, nullptr};
    const ChunkingOptions options{.max_tokens = 40, .overlap_tokens = 0};

    for (const auto& chunk : cut(options, &counting)) {
        CHECK(chunk.tokens == chunk.text.size());
        CHECK(chunk.tokens <= 40);
    }
    for (const embed::Embedder* none :
         {static_cast<const embed::Embedder*>(nullptr),
          static_cast<const embed::Embedder*>(&silent)}) {
        const auto chunks = cut(options, none);
        CHECK(chunks.size() == 1);
        CHECK(chunks[0].tokens == chunk::count_tokens(text));
    }
}

TEST_CASE("no chunk has more than the embedder reads, whatever was asked", "[pipeline][tokens]") {
    const FakeEmbedder reads_little{30, &letters}, service{20, nullptr};
    const auto strategy = GENERATE(ChunkingStrategy::structure, ChunkingStrategy::none);
    ChunkingOptions options{.max_tokens = 8192, .overlap_tokens = 0, .strategy = strategy};

    for (const auto& chunk : cut(options, &reads_little)) CHECK(chunk.text.size() <= 30);
    for (const auto& chunk : cut(options, &service)) CHECK(chunk.tokens <= 20);

    options.tokenizer = Tokenizer::estimate;
    for (const auto& chunk : cut(options, &reads_little)) {
        CHECK(chunk.text.size() <= 30);
        CHECK(chunk.tokens == chunk::count_tokens(chunk.text));
    }
}

TEST_CASE("tokens are counted as one of OpenAI's encodings counts them", "[pipeline][tokens]") {
    const auto tokenizer = GENERATE(Tokenizer::o200k_base, Tokenizer::cl100k_base);
    const auto counter = embed::find_token_counter(tokenizer, nullptr);
    const ChunkingOptions options{.max_tokens = 16, .overlap_tokens = 4, .tokenizer = tokenizer};
    if (!counter) {  // a build without the tables
        CHECK(choose_reader(options, nullptr).refusal->code == "tokenizer_unknown");
        return;
    }
    const auto chunks = cut(options, nullptr);
    CHECK(chunks.size() > 1);
    for (const auto& chunk : chunks) {
        CHECK(chunk.tokens == (*counter)(chunk.text));
        CHECK(chunk.tokens <= 16);
    }
}

TEST_CASE("an embedder without a tokenizer cannot be asked for its own", "[pipeline][tokens]") {
    const FakeEmbedder silent{0, nullptr}, counting{512, &letters};
    const ChunkingOptions options{.tokenizer = Tokenizer::embedder};

    CHECK_FALSE(choose_reader(options, &counting).refusal);
    REQUIRE(choose_reader(options, &silent).refusal);
    CHECK(choose_reader(options, &silent).refusal->code == "tokenizer_unknown");
    CHECK(choose_reader(options, nullptr).refusal->stage == Stage::chunk);
}

}  // namespace ingestd::pipeline
