#include <ingestd/document/collection_options.hpp>

#include "support/catch.hpp"

using namespace ingestd;

TEST_CASE("what is said wins field by field, then the collection, then the default", "[document]") {
    const ChunkingChoice said{.max_tokens = 512};
    const ChunkingChoice collection{
        .max_tokens = 128,
        .overlap_tokens = 16,
        .strategy = ChunkingStrategy::page,
        .tokenizer = Tokenizer::estimate};

    CHECK(
        resolve(said, collection) ==
        ChunkingOptions{512, 16, ChunkingStrategy::page, Tokenizer::estimate}
    );
    CHECK(resolve(said) == ChunkingOptions{.max_tokens = 512});
    CHECK(resolve({}, {}) == ChunkingOptions{});
}

TEST_CASE("an overlap that was not said comes down with the size", "[document]") {
    CHECK(resolve({.max_tokens = 16}).overlap_tokens == 8);
    CHECK(resolve({.max_tokens = 16}, {.overlap_tokens = 100}).overlap_tokens == 8);
    CHECK(resolve({}, {.max_tokens = 16}).overlap_tokens == 8);
}

TEST_CASE("a collection's languages are those of uploads that name none", "[document]") {
    const CollectionOptions collection{.ocr = {{"deu"}}};
    UploadOptions upload;
    upload.chunking.max_tokens = 64;
    upload.password = "secret";

    const auto silent = with_defaults(upload, {.max_tokens = 64}, collection);
    CHECK(silent.ocr.languages == std::vector<std::string>{"deu"});
    CHECK(silent.chunking == upload.chunking);
    CHECK(silent.password == "secret");

    upload.ocr.languages = {"eng"};
    CHECK(with_defaults(upload, {}, collection).ocr.languages == std::vector<std::string>{"eng"});
}
