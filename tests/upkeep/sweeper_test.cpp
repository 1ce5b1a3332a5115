#include <fstream>
#include <thread>

#include <ingestd/blobs/blob_store.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/index/generations.hpp>
#include <ingestd/upkeep/upkeep.hpp>

#include "support/answer_of.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::upkeep {
namespace {

using namespace std::literals;
using test::answer_of;

Timestamp at(std::int64_t seconds) {
    return Timestamp{std::chrono::seconds{seconds}};
}
const auto long_after = wall_now() + 24h;

// The real stores, and an upload's way through them without a pipeline.
struct Fixture {
    test::TemporaryDirectory directory;
    boost::asio::thread_pool writers{2};
    std::unique_ptr<catalog::Catalog> catalog =
        catalog::Catalog::open(directory / "catalog.db", writers).value();
    std::unique_ptr<blobs::BlobStore> blobs = blobs::BlobStore::open(directory / "blobs").value();
    index::Generations generations{directory / "collections", writers};
    bool may_go_on = true;
    Sweeper sweeper{{*catalog, *blobs, generations}, [this] { return may_go_on; }};

    catalog::DocumentRecord small(std::uint32_t ordinal, std::string key, std::string content) {
        catalog::DocumentRecord document;
        document.ordinal = ordinal;
        document.key = std::move(key);
        document.sha256 = sha256(content);
        document.bytes = content.size();
        document.body = std::move(content);
        return document;
    }
    catalog::DocumentRecord large(
        std::uint32_t ordinal, std::string key, std::string_view content
    ) {
        auto document = small(ordinal, std::move(key), "");
        document.body.reset();
        document.sha256 = publish(content);
        document.bytes = content.size();
        return document;
    }
    Sha256 publish(std::string_view content) {
        auto staged = blobs->stage().value();
        REQUIRE(staged.append(std::as_bytes(std::span{content})));
        return staged.publish().value().sha256;
    }
    bool has_blob(std::string_view content) const {
        return blobs->open_blob(sha256(content)).has_value();
    }

    UploadId accept(std::vector<catalog::DocumentRecord> documents, bool force_recreate = false) {
        catalog::NewUpload upload;
        upload.id = UploadId::random();
        upload.collection = "letters";
        upload.force_recreate = force_recreate;
        upload.received = at(1'000);
        upload.documents = std::move(documents);
        REQUIRE(answer_of<catalog::Admission>([&](auto done) { catalog->accept(upload, done); }));
        return upload.id;
    }
    GenerationId current() const { return catalog->find_collection("letters")->generation; }

    // As the pipeline does: into the ledger, then the outcome.
    void complete(
        const UploadId& upload,
        std::uint32_t ordinal,
        const std::string& key,
        std::optional<GenerationId> into = {}
    ) {
        const auto generation = generations.open(into.value_or(current())).value();
        index::DocumentEntry entry;
        entry.id = document_id("letters", key);
        entry.key = key;
        entry.fingerprint = sha256(upload.str());
        entry.upload = upload;
        entry.ordinal = ordinal;
        const auto opened = answer_of<index::OpenedDocument>([&](auto done) {
            generation->open_document(entry, done);
        });
        Chunk chunk;
        chunk.text = "text";
        chunk.range = {0, 4};
        REQUIRE(answer_of<void>([&](auto done) {
            generation->commit_chunks(opened->row, {chunk}, done);
        }));
        index::DocumentSummary summary;
        summary.chunks = 1;
        const auto replaced = answer_of<index::Placed>([&](auto done) {
            generation->complete_document(opened->row, summary, {}, done);
        });
        record(upload, {.ordinal = ordinal, .chunks = 1, .replaced = replaced->replaced});
    }
    void fail(const UploadId& upload, std::uint32_t ordinal) {
        catalog::DocumentOutcome outcome{.ordinal = ordinal, .status = Status::failed};
        outcome.failure = DocumentFailure{.code = "malformed", .detail = ""};
        record(upload, outcome);
    }
    void record(const UploadId& upload, const catalog::DocumentOutcome& outcome) {
        REQUIRE(answer_of<void>([&](auto done) { catalog->record_outcome(upload, outcome, done); })
        );
    }
    void finish(
        const UploadId& upload,
        Status status = Status::completed,
        std::optional<GenerationId> built = {}
    ) {
        REQUIRE(answer_of<std::optional<GenerationId>>([&](auto done) {
            catalog->finish(upload, status, "{}", built, done);
        }));
    }
    UploadId retry(const UploadId& upload) {
        const auto as = UploadId::random();
        REQUIRE(answer_of<catalog::UnfinishedUpload>([&](auto done) {
            catalog->retry(upload, as, at(2'000), done);
        }));
        return as;
    }
    void remove_document(const std::string& key) {
        const auto generation = generations.open(current()).value();
        REQUIRE(answer_of<std::vector<std::string>>([&](auto done) {
            generation->remove_document(document_id("letters", key), done);
        }));
    }
};

TEST_CASE("what stands in its collection keeps its bytes", "[upkeep]") {
    Fixture house;
    const auto upload = house.accept({house.small(0, "a", "small"), house.large(1, "b", "large")});
    house.complete(upload, 0, "a");
    house.complete(upload, 1, "b");
    house.finish(upload);

    house.sweeper.upload_ended(upload);
    house.sweeper.sweep_documents();
    house.sweeper.sweep_blobs(long_after);

    CHECK(house.catalog->body(upload, 0) == "small");
    CHECK(house.has_blob("large"));
    CHECK(house.sweeper.take_counts().documents == 0);
}

TEST_CASE("an upload in work keeps its bytes, whatever stands or does not", "[upkeep]") {
    Fixture house;
    const auto upload = house.accept({house.small(0, "a", "small"), house.large(1, "b", "large")});

    house.sweeper.upload_ended(upload);
    house.sweeper.document_removed("letters", "a");
    house.sweeper.collection_removed("letters");
    house.sweeper.sweep_documents();
    house.sweeper.sweep_blobs(long_after);

    CHECK(house.catalog->body(upload, 0) == "small");
    CHECK(house.has_blob("large"));
}

TEST_CASE("a document that is deleted frees its bytes", "[upkeep]") {
    Fixture house;
    const auto upload = house.accept({house.small(0, "a", "small"), house.large(1, "b", "large")});
    house.complete(upload, 0, "a");
    house.complete(upload, 1, "b");
    house.finish(upload);
    const bool is_told = GENERATE(true, false);

    house.remove_document("a");
    house.remove_document("b");
    if (is_told) {
        house.sweeper.document_removed("letters", "a");
        house.sweeper.document_removed("letters", "b");
    } else {
        house.sweeper.sweep_documents();  // nobody could tell: the server was killed in between
    }

    CHECK_FALSE(house.catalog->body(upload, 0));
    CHECK_FALSE(house.has_blob("large"));
    CHECK(house.catalog->results(upload).size() == 2);  // the history stays
}

TEST_CASE("a version that is replaced frees its bytes, its successor's stay", "[upkeep]") {
    Fixture house;
    const auto older = house.accept({house.large(0, "a", "old")});
    house.complete(older, 0, "a");
    house.finish(older);
    const auto newer = house.accept({house.large(0, "a", "new")});
    house.complete(newer, 0, "a");
    house.finish(newer);

    house.sweeper.upload_ended(newer);

    CHECK_FALSE(house.has_blob("old"));
    CHECK(house.has_blob("new"));
}

TEST_CASE("an unchanged document does not keep its bytes twice", "[upkeep]") {
    Fixture house;
    const auto first = house.accept({house.small(0, "a", "same")});
    house.complete(first, 0, "a");
    house.finish(first);
    const auto second = house.accept({house.small(0, "a", "same")});
    house.record(second, {.ordinal = 0, .chunks = 1, .is_unchanged = true});
    house.finish(second);

    house.sweeper.upload_ended(second);

    CHECK(house.catalog->body(first, 0) == "same");
    CHECK_FALSE(house.catalog->body(second, 0));
}

TEST_CASE("a blob that two documents share goes with the second of them", "[upkeep]") {
    Fixture house;
    const auto upload =
        house.accept({house.large(0, "a", "shared"), house.large(1, "b", "shared")});
    house.complete(upload, 0, "a");
    house.complete(upload, 1, "b");
    house.finish(upload);

    house.remove_document("a");
    house.sweeper.document_removed("letters", "a");
    CHECK(house.has_blob("shared"));
    house.remove_document("b");
    house.sweeper.document_removed("letters", "b");
    CHECK_FALSE(house.has_blob("shared"));
}

TEST_CASE("a failed document keeps its bytes for a retry, which shares them", "[upkeep]") {
    Fixture house;
    const auto upload = house.accept({house.small(0, "a", "small"), house.large(1, "b", "large")});
    house.fail(upload, 0);
    house.fail(upload, 1);
    house.finish(upload, Status::failed);
    house.sweeper.upload_ended(upload);

    const auto again = house.retry(upload);
    house.sweeper.prune(long_after);  // the first leaves the history, the second is in work

    CHECK_FALSE(house.catalog->find_upload(upload));
    CHECK(house.catalog->body(again, 0) == "small");
    CHECK(house.has_blob("large"));
    CHECK(house.catalog->find_upload(again)->retry_of == upload);
}

TEST_CASE("what a cancelled upload had not failed at is freed", "[upkeep]") {
    Fixture house;
    const auto upload = house.accept(
        {house.large(0, "a", "done"),
         house.large(1, "b", "failed"),
         house.large(2, "c", "not begun")}
    );
    house.complete(upload, 0, "a");
    house.fail(upload, 1);
    const auto generation = house.generations.open(house.current()).value();
    REQUIRE(answer_of<void>([&](auto done) { generation->discard_upload(upload, done); }));
    house.finish(upload, Status::cancelled);

    house.sweeper.upload_ended(upload);

    CHECK_FALSE(house.has_blob("done"));
    CHECK(house.has_blob("failed"));
    CHECK_FALSE(house.has_blob("not begun"));
}

TEST_CASE("a collection that goes frees the bytes of all that stood in it", "[upkeep]") {
    Fixture house;
    std::vector<UploadId> uploads;
    for (int i = 0; i < 5; ++i) {
        const auto key = "document " + std::to_string(i);
        uploads.push_back(house.accept({house.large(0, key, key)}));
        house.complete(uploads.back(), 0, key);
        house.finish(uploads.back());
    }
    REQUIRE(answer_of<GenerationId>([&](auto done) {
        house.catalog->remove_collection("letters", done);
    }));

    house.sweeper.collection_removed("letters");

    for (int i = 0; i < 5; ++i) CHECK_FALSE(house.has_blob("document " + std::to_string(i)));
}

TEST_CASE("a collection built anew frees what stood in the old one and keeps its own", "[upkeep]") {
    Fixture house;
    const auto older = house.accept({house.large(0, "a", "old")});
    house.complete(older, 0, "a");
    house.finish(older);
    const auto newer = house.accept({house.large(0, "b", "new")}, true);
    const auto built = GenerationId::random();
    house.complete(newer, 0, "b", built);
    house.sweeper.sweep_documents();
    CHECK(house.has_blob("old"));  // it still stands: the new one is not current yet

    house.finish(newer, Status::completed, built);
    house.sweeper.upload_ended(newer);

    CHECK_FALSE(house.has_blob("old"));
    CHECK(house.has_blob("new"));
}

TEST_CASE("an upload past the history's age goes, and its failed documents' bytes", "[upkeep]") {
    Fixture house;
    const auto upload = house.accept({house.large(0, "a", "failed")});
    house.fail(upload, 0);
    house.finish(upload, Status::failed);

    house.sweeper.prune(wall_now() - 1h);
    CHECK(house.catalog->find_upload(upload));
    house.sweeper.prune(long_after);

    CHECK_FALSE(house.catalog->find_upload(upload));
    CHECK(house.catalog->list_uploads({}).uploads.empty());
    CHECK_FALSE(house.has_blob("failed"));
    CHECK(house.catalog->ended_after(0, 10).empty());  // and its rows
}

TEST_CASE("a document outlives its upload's place in the history", "[upkeep]") {
    Fixture house;
    const auto upload = house.accept({house.large(0, "a", "stands"), house.small(1, "b", "too")});
    house.complete(upload, 0, "a");
    house.complete(upload, 1, "b");
    house.finish(upload);

    house.sweeper.prune(long_after);
    house.sweeper.sweep_documents();
    CHECK_FALSE(house.catalog->find_upload(upload));
    CHECK(house.has_blob("stands"));

    house.remove_document("a");
    house.remove_document("b");
    house.sweeper.sweep_documents();
    CHECK_FALSE(house.has_blob("stands"));
    CHECK(house.catalog->ended_after(0, 10).empty());
}

TEST_CASE("a blob that no upload names goes when it is old enough, others stay", "[upkeep]") {
    Fixture house;
    house.publish("between publishing and the catalog the server was killed");
    house.accept({house.large(0, "a", "promised")});
    const auto foreign = house.directory.path() / "blobs" / "ab" / "notes.txt";
    std::ofstream{foreign} << "somebody's own";

    house.sweeper.sweep_blobs(wall_now() - 1h);
    CHECK(house.has_blob("between publishing and the catalog the server was killed"));
    house.sweeper.sweep_blobs(long_after);

    CHECK_FALSE(house.has_blob("between publishing and the catalog the server was killed"));
    CHECK(house.has_blob("promised"));
    CHECK(std::filesystem::exists(foreign));
}

TEST_CASE("what stood in a file that is lost or damaged keeps its bytes", "[upkeep]") {
    Fixture house;
    const auto upload = house.accept({house.large(0, "a", "to be built again")});
    const bool is_lost = GENERATE(true, false);
    house.record(upload, {.ordinal = 0, .chunks = 1});
    if (!is_lost) {
        std::filesystem::create_directories(house.directory / "collections");
        std::ofstream{house.directory.path() / "collections" / (house.current().str() + ".db")}
            << std::string(8192, 'x');
    }
    house.finish(upload);

    house.sweeper.sweep_documents();

    CHECK(house.has_blob("to be built again"));
}

TEST_CASE("a sweep that is asked to stop leaves the rest to the next", "[upkeep]") {
    Fixture house;
    const auto upload = house.accept({house.large(0, "a", "not begun")});
    house.finish(upload, Status::cancelled);
    house.may_go_on = false;
    house.sweeper.sweep_documents();
    CHECK(house.has_blob("not begun"));

    house.may_go_on = true;
    house.sweeper.sweep_documents();

    CHECK_FALSE(house.has_blob("not begun"));
}

// Uploads of one content come while its last document is freed again and again: whichever way it
// goes, whoever was accepted finds the bytes.
TEST_CASE("no acceptance loses its blob to a removal of the same content", "[upkeep][threads]") {
    Fixture house;
    constexpr int rounds = 150;
    std::atomic<int> lost = 0;
    std::atomic<bool> is_over = false;
    std::thread remover{[&] {
        while (!is_over) {
            house.sweeper.sweep_documents();
            house.sweeper.sweep_blobs(long_after);
        }
    }};
    const auto client = [&](const std::string& content) {
        for (int i = 0; i < rounds; ++i) {
            auto staged = house.blobs->stage();
            (void)staged->append(std::as_bytes(std::span{content}));
            catalog::DocumentRecord record;
            record.key = "a";
            record.sha256 = staged->publish()->sha256;
            catalog::NewUpload upload;
            upload.id = UploadId::random();
            upload.collection = "letters";
            upload.documents = {record};
            (void
            )answer_of<catalog::Admission>([&](auto done) { house.catalog->accept(upload, done); });
            staged = Error{};  // the catalog has answered
            if (!house.blobs->open_blob(record.sha256)) ++lost;
            (void)answer_of<std::optional<GenerationId>>([&](auto done) {
                house.catalog->finish(upload.id, Status::cancelled, "{}", {}, done);
            });
        }
    };
    std::thread first{client, "one content"}, second{client, "one content"};
    first.join();
    second.join();
    is_over = true;
    remover.join();

    CHECK(lost == 0);
}

TEST_CASE("upkeep acts on what it is told and on what it finds at its start", "[upkeep]") {
    Fixture house;
    const auto missed = house.accept({house.large(0, "a", "ended before the start")});
    house.finish(missed, Status::cancelled);
    const auto inbox = std::make_shared<Inbox>();
    const Upkeep upkeep{{*house.catalog, *house.blobs, house.generations}, {}, inbox};
    while (house.has_blob("ended before the start")) std::this_thread::yield();

    const auto told = house.accept({house.large(0, "a", "ended later")});
    house.finish(told, Status::cancelled);
    inbox->leave(UploadEnded{told});
    while (house.has_blob("ended later")) std::this_thread::yield();

    CHECK_FALSE(house.has_blob("ended later"));
}

}  // namespace
}  // namespace ingestd::upkeep
