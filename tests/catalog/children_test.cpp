// Documents that were found inside of others.
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/catalog/inspection.hpp>

#include "support/answer_of.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::catalog {
namespace {

using test::answer_of;

DocumentRecord small_document(std::string key, std::string content) {
    DocumentRecord record;
    record.key = std::move(key);
    record.filename = record.key;
    record.bytes = content.size();
    record.body = std::move(content);
    return record;
}

DocumentRecord child_of(std::uint32_t parent, std::string container, std::string name) {
    auto record = small_document(container + "/" + name, "text of " + name);
    record.parent = parent;
    record.container = std::move(container);
    record.depth = 1;
    return record;
}

struct Fixture {
    test::TemporaryDirectory directory;
    boost::asio::thread_pool writers{2};
    std::unique_ptr<Catalog> catalog = Catalog::open(directory / "catalog.db", writers).value();

    // An archive and a text.
    UploadId accept(std::string idempotency_key = "") {
        NewUpload upload;
        upload.id = UploadId::random();
        upload.collection = "letters";
        upload.idempotency_key = std::move(idempotency_key);
        upload.documents = {small_document("a.zip", "PK"), small_document("b.txt", "text")};
        upload.documents[1].ordinal = 1;
        const auto id = upload.id;
        REQUIRE(answer_of<Admission>([&](auto done) { catalog->accept(upload, done); }));
        return id;
    }
    Result<std::vector<DocumentRecord>> add(
        const UploadId& upload, std::vector<DocumentRecord> children
    ) {
        return answer_of<std::vector<DocumentRecord>>([&](auto done) {
            catalog->add_documents(upload, std::move(children), done);
        });
    }
    void record(const UploadId& upload, std::uint32_t ordinal, Status status) {
        DocumentOutcome outcome{.ordinal = ordinal, .status = status};
        if (status == Status::failed) outcome.failure = DocumentFailure{"malformed", "Damaged."};
        REQUIRE(answer_of<void>([&](auto done) { catalog->record_outcome(upload, outcome, done); })
        );
    }
    void finish(const UploadId& upload, Status status) {
        REQUIRE(answer_of<std::optional<GenerationId>>([&](auto done) {
            catalog->finish(upload, status, "{}", std::nullopt, done);
        }));
    }
    std::vector<std::string> keys_of_retry(const UploadId& upload) {
        const auto retried = answer_of<UnfinishedUpload>([&](auto done) {
            catalog->retry(upload, UploadId::random(), Timestamp{}, done);
        });
        REQUIRE(retried);
        std::vector<std::string> keys;
        for (const auto& document : retried->documents) keys.push_back(document.key);
        return keys;
    }
};

}  // namespace

TEST_CASE("what was found inside of a document stands behind those before", "[catalog]") {
    Fixture fixture;
    const auto upload = fixture.accept();
    const auto added =
        fixture.add(upload, {child_of(0, "a.zip", "1.txt"), child_of(0, "a.zip", "2.txt")});
    REQUIRE(added);
    REQUIRE(added->size() == 2);
    CHECK((*added)[0].ordinal == 2);
    CHECK((*added)[1].ordinal == 3);
    CHECK((*added)[0].sha256 == sha256("text of 1.txt"));
    CHECK_FALSE((*added)[0].body);
    CHECK(fixture.catalog->body(upload, 3) == "text of 2.txt");
    CHECK(fixture.catalog->find_upload(upload)->documents == 4);

    const auto unfinished = fixture.catalog->unfinished();
    REQUIRE(unfinished.size() == 1);
    REQUIRE(unfinished[0].documents.size() == 4);
    CHECK_FALSE(unfinished[0].documents[0].parent);
    CHECK(unfinished[0].documents[2] == (*added)[0]);

    const auto results = fixture.catalog->results(upload);
    REQUIRE(results.size() == 4);
    CHECK_FALSE(results[1].parent);
    CHECK(results[2].parent == document_id("letters", "a.zip"));
    auto snapshot = CatalogSnapshot::take(fixture.directory / "catalog.db");
    REQUIRE(snapshot);
    CHECK(snapshot->check().findings.is_sound());
}

TEST_CASE("an upload that has ended takes nothing more", "[catalog]") {
    Fixture fixture;
    const auto upload = fixture.accept();
    fixture.record(upload, 0, Status::completed);
    fixture.record(upload, 1, Status::completed);
    fixture.finish(upload, Status::completed);
    const auto added = fixture.add(upload, {child_of(0, "a.zip", "1.txt")});
    REQUIRE_FALSE(added);
    CHECK(added.error().code == Errc::unknown_upload);
    CHECK(fixture.catalog->results(upload).size() == 2);
}

TEST_CASE("asking twice tells how many documents were sent, not what was inside", "[catalog]") {
    Fixture fixture;
    const auto upload = fixture.accept("the key");
    REQUIRE(fixture.add(upload, {child_of(0, "a.zip", "1.txt")}));
    NewUpload again;
    again.id = UploadId::random();
    again.collection = "letters";
    again.idempotency_key = "the key";
    again.documents = {small_document("a.zip", "PK")};
    const auto admission =
        answer_of<Admission>([&](auto done) { fixture.catalog->accept(again, done); });
    REQUIRE(admission);
    CHECK(admission->is_replay);
    CHECK(admission->documents == 2);
}

TEST_CASE("a retry takes what failed, but not what is found again with it", "[catalog]") {
    Fixture fixture;
    const auto upload = fixture.accept();
    auto inner = child_of(0, "a.zip", "b.zip");
    auto deep = child_of(2, "a.zip/b.zip", "deep.txt");
    deep.depth = 2;
    REQUIRE(fixture.add(upload, {inner, child_of(0, "a.zip", "1.txt")}));
    REQUIRE(fixture.add(upload, {deep}));
    fixture.record(upload, 1, Status::completed);
    fixture.record(upload, 2, Status::completed);
    fixture.record(upload, 3, Status::failed);
    fixture.record(upload, 4, Status::failed);
    SECTION("the outer one was read to its end") {
        fixture.record(upload, 0, Status::completed);
        fixture.finish(upload, Status::completed);
        CHECK(
            fixture.keys_of_retry(upload) ==
            std::vector<std::string>{"a.zip/1.txt", "a.zip/b.zip/deep.txt"}
        );
    }
    SECTION("the outer one failed") {
        fixture.record(upload, 0, Status::failed);
        fixture.finish(upload, Status::completed);
        CHECK(fixture.keys_of_retry(upload) == std::vector<std::string>{"a.zip"});
    }
}

}  // namespace ingestd::catalog
