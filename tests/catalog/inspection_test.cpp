#include <future>

#include <ingestd/catalog/catalog.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/catalog/inspection.hpp>

#include "support/answer_of.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::catalog {
namespace {

struct Fixture {
    test::TemporaryDirectory directory;
    std::filesystem::path file = directory / "catalog.db";
    boost::asio::thread_pool writers{1};
    std::unique_ptr<Catalog> catalog = *Catalog::open(file, writers);

    // One small document and one that is a blob.
    UploadId accept(const std::string& collection, bool is_recreating = false) {
        NewUpload upload;
        upload.id = UploadId::random();
        upload.collection = collection;
        upload.force_recreate = is_recreating;
        upload.received = wall_now();
        DocumentRecord small, large;
        small.filename = small.key = "small.txt";
        small.body = "body";
        small.bytes = 4;
        large.ordinal = 1;
        large.filename = large.key = "large.txt";
        large.sha256 = sha256("large");
        large.bytes = 70'000;
        upload.documents = {small, large};
        const auto id = upload.id;
        REQUIRE(test::answer_of<Admission>([&](auto done) { catalog->accept(upload, done); }));
        return id;
    }
    void complete(const UploadId& id) {
        DocumentOutcome outcome;
        outcome.chunks = 3;
        REQUIRE(test::answer_of<void>([&](auto done) { catalog->record_outcome(id, outcome, done); }
        ));
    }
    CatalogSnapshot snapshot() const {
        auto taken = CatalogSnapshot::take(file);
        REQUIRE(taken);
        return std::move(*taken);
    }
};

TEST_CASE("a snapshot tells what is promised, of one moment", "[catalog][inspection]") {
    Fixture fixture;
    const auto id = fixture.accept("letters");
    auto before = fixture.snapshot();
    fixture.complete(id);
    fixture.accept("letters");

    CHECK(before.counts()->uploads == 1);
    const auto blobs = before.blobs();
    REQUIRE(blobs);
    REQUIRE(blobs->size() == 1);
    CHECK(blobs->front().sha256 == sha256("large"));
    CHECK(blobs->front().bytes == 70'000);
    CHECK(blobs->front().needed_by == "large.txt of upload " + id.str());
    const auto generations = before.generations();
    REQUIRE(generations);
    REQUIRE(generations->size() == 1);
    CHECK(generations->front().collection == "letters");
    CHECK_FALSE(generations->front().has_content);
    CHECK(before.check().findings.is_sound());

    auto after = fixture.snapshot();
    CHECK(after.counts()->uploads == 2);
    CHECK(after.generations()->front().has_content);
}

TEST_CASE("a generation that is being built is promised, too", "[catalog][inspection]") {
    Fixture fixture;
    const auto id = fixture.accept("letters", true);
    const auto built = GenerationId::random();
    REQUIRE(test::answer_of<void>([&](auto done) {
        fixture.catalog->note_generation(id, built, done);
    }));

    const auto generations = fixture.snapshot().generations();

    REQUIRE(generations);
    CHECK(generations->size() == 2);
}

TEST_CASE("while writers are held nothing is committed, and then it is", "[catalog][inspection]") {
    Fixture fixture;
    std::promise<Result<Admission>> answered;
    auto answer = answered.get_future();
    {
        auto hold = WriterHold::take(fixture.file);
        REQUIRE(hold);
        NewUpload upload;
        upload.id = UploadId::random();
        upload.collection = "letters";
        fixture.catalog->accept(upload, [&](Result<Admission> done) { answered.set_value(done); });
        CHECK(fixture.snapshot().counts()->uploads == 0);
    }
    CHECK(answer.get());
    CHECK(fixture.snapshot().counts()->uploads == 1);
}

TEST_CASE("a catalog that is not there is told as such, and not made", "[catalog][inspection]") {
    const test::TemporaryDirectory directory;
    const auto file = directory / "catalog.db";
    CHECK(
        CatalogSnapshot::take(file).error().code == boost::system::errc::no_such_file_or_directory
    );
    CHECK(WriterHold::take(file).error().code == boost::system::errc::no_such_file_or_directory);
    CHECK_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace ingestd::catalog
