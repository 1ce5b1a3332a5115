// What the catalog keeps of keys, cancels and tries.
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/catalog/errc.hpp>

#include "support/answer_of.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::catalog {
namespace {

using test::answer_of;

struct SameKeyFixture {
    test::TemporaryDirectory directory;
    boost::asio::thread_pool writers{2};
    std::unique_ptr<Catalog> catalog;
    NewUpload upload;

    SameKeyFixture() {
        open();
        upload.id = UploadId::random();
        upload.collection = "letters";
        upload.options = {
            .chunking = {128, 16, ChunkingStrategy::sentence, Tokenizer::o200k_base},
            .visibility = Visibility::atomic,
            .on_same_key = OnSameKey::keep,
            .ocr = {{"eng", "chi_sim"}},
            .password = "secret",
            .embedder = "minilm",
            .enrichers = GENERATE(
                std::optional<std::vector<std::string>>{},
                std::vector<std::string>{},
                std::vector<std::string>{"summary", "topics.2"}
            )};
        for (std::uint32_t i = 0; i < 2; ++i) {
            DocumentRecord document;
            document.ordinal = i;
            document.key = document.filename = "a" + std::to_string(i) + ".txt";
            document.body = "text";
            upload.documents.push_back(std::move(document));
        }
        REQUIRE(answer_of<Admission>([&](auto done) { catalog->accept(upload, done); }));
    }
    void open() {
        catalog.reset();
        catalog = Catalog::open(directory / "catalog.db", writers).value();
    }
    Tries try_it(std::uint64_t chunks) {
        return answer_of<Tries>([&](auto done) { catalog->note_try(upload.id, 0, chunks, done); }
        ).value();
    }
};

TEST_CASE("an upload's options are there after a restart", "[catalog][same_key]") {
    SameKeyFixture fixture;

    fixture.open();

    const auto unfinished = fixture.catalog->unfinished();
    REQUIRE(unfinished.size() == 1);
    REQUIRE(unfinished[0].summary.options == fixture.upload.options);
    REQUIRE(unfinished[0].is_resumed);
    REQUIRE_FALSE(unfinished[0].is_cancelling);
}

TEST_CASE("what became of a document's key is kept, and where it is found", "[catalog][same_key]") {
    SameKeyFixture fixture;
    DocumentOutcome kept{.ordinal = 0};
    kept.kept_as = "a0.txt (2)";
    DocumentOutcome other{.ordinal = 1};
    other.is_superseded = other.is_skipped = true;
    for (const auto& outcome : {kept, other}) {
        REQUIRE(answer_of<void>([&](auto done) {
            fixture.catalog->record_outcome(fixture.upload.id, outcome, done);
        }));
    }

    const auto results = fixture.catalog->results(fixture.upload.id);

    REQUIRE(results[0].outcome == kept);
    REQUIRE(results[0].document_id == document_id("letters", "a0.txt (2)"));
    REQUIRE(results[1].outcome == other);
    REQUIRE(results[1].document_id == document_id("letters", "a1.txt"));
}

TEST_CASE("a cancel that was noted is known after a restart", "[catalog][same_key]") {
    SameKeyFixture fixture;
    REQUIRE(answer_of<void>([&](auto done) {
        fixture.catalog->note_cancelling(fixture.upload.id, done);
    }));

    fixture.open();

    REQUIRE(fixture.catalog->unfinished()[0].is_cancelling);
}

TEST_CASE("tries are counted on disk until one comes further", "[catalog][tries]") {
    SameKeyFixture fixture;
    REQUIRE(fixture.try_it(0) == Tries{1, 0});
    REQUIRE(fixture.try_it(0) == Tries{2, 0});
    fixture.open();
    REQUIRE(fixture.try_it(0) == Tries{3, 0});
    REQUIRE(fixture.try_it(5) == Tries{1, 0});
    REQUIRE(fixture.try_it(5) == Tries{2, 0});
    REQUIRE(fixture.try_it(2) == Tries{3, 0});  // it was further once
}

TEST_CASE("an end in order forgives tries, not helpers that died", "[catalog][tries]") {
    SameKeyFixture fixture;
    fixture.try_it(0);
    const auto died = answer_of<Tries>([&](auto done) {
        fixture.catalog->note_helper_death(fixture.upload.id, 0, done);
    });
    REQUIRE(died.value() == Tries{1, 1});

    REQUIRE(answer_of<void>([&](auto done) { fixture.catalog->forgive_tries(done); }));

    REQUIRE(fixture.try_it(0) == Tries{1, 1});
}

TEST_CASE("a try of a document that nobody knows is an error", "[catalog][tries]") {
    SameKeyFixture fixture;

    const auto noted = answer_of<Tries>([&](auto done) {
        fixture.catalog->note_try(UploadId::random(), 0, 0, done);
    });

    REQUIRE(noted.error().code == Errc::unknown_upload);
}

}  // namespace
}  // namespace ingestd::catalog
