// What a collection has for those of its uploads that do not say.
#include <ingestd/catalog/catalog.hpp>

#include "support/answer_of.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::catalog {
namespace {

using test::answer_of;

const CollectionOptions german{
    .chunking =
        {.max_tokens = 512,
         .overlap_tokens = 64,
         .strategy = ChunkingStrategy::page,
         .tokenizer = Tokenizer::o200k_base},
    .ocr = {{"deu"}}};

struct OptionsFixture {
    test::TemporaryDirectory directory;
    boost::asio::thread_pool writers{1};
    std::unique_ptr<Catalog> catalog;

    OptionsFixture() { open(); }
    void open() {
        catalog.reset();
        catalog = Catalog::open(directory / "catalog.db", writers).value();
    }
    void set(const CollectionOptions& options) {
        REQUIRE(answer_of<void>([&](auto done) {
            catalog->set_options("letters", options, Timestamp{}, done);
        }));
    }
    Admission accept(const ChunkingChoice& said = {}, bool force_recreate = false) {
        NewUpload upload;
        upload.id = UploadId::random();
        upload.collection = "letters";
        upload.force_recreate = force_recreate;
        upload.said = said;
        upload.options.chunking = resolve(said);
        upload.documents.emplace_back().body = "text";
        return answer_of<Admission>([&](auto done) { catalog->accept(upload, done); }).value();
    }
    CollectionOptions options() const { return catalog->find_collection("letters")->options; }
};

}  // namespace

TEST_CASE_METHOD(OptionsFixture, "a collection has options before it has anything", "[catalog]") {
    set(german);
    open();

    CHECK(options() == german);
    CHECK(catalog->collections().at(0).options == german);
    CHECK_FALSE(catalog->find_collection("letters")->is_written);
}

TEST_CASE_METHOD(OptionsFixture, "options take the place of all that were there", "[catalog]") {
    accept();
    CHECK(options() == CollectionOptions{});
    set(german);
    set({.chunking = {.strategy = ChunkingStrategy::none}});

    CHECK(options() == CollectionOptions{.chunking = {.strategy = ChunkingStrategy::none}});
}

TEST_CASE_METHOD(
    OptionsFixture, "an upload is accepted with what its collection has, once for all", "[catalog]"
) {
    set(german);
    const auto admitted = accept({.max_tokens = 128});
    set({});
    open();

    const auto kept = catalog->find_upload(admitted.id)->options;
    CHECK(kept == admitted.options);
    CHECK(kept.chunking == ChunkingOptions{128, 64, ChunkingStrategy::page, Tokenizer::o200k_base});
    CHECK(kept.ocr.languages == std::vector<std::string>{"deu"});
    CHECK(accept().options.chunking == ChunkingOptions{});
}

TEST_CASE_METHOD(OptionsFixture, "options outlive a collection built anew", "[catalog]") {
    set(german);
    const auto id = accept({}, true).id;
    REQUIRE(answer_of<std::optional<GenerationId>>([&](auto done) {
        catalog->finish(id, Status::completed, "{}", GenerationId::random(), done);
    }));
    CHECK(options() == german);
}

TEST_CASE_METHOD(OptionsFixture, "options go with their collection", "[catalog]") {
    set(german);
    REQUIRE(answer_of<GenerationId>([&](auto done) { catalog->remove_collection("letters", done); })
    );
    CHECK_FALSE(catalog->find_collection("letters"));
    accept();
    CHECK(options() == CollectionOptions{});
}

}  // namespace ingestd::catalog
