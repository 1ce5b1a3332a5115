// Asking twice, retry, and the catalog of an earlier version. What frees is tested with upkeep.
#include <array>
#include <fstream>
#include <thread>

#include <ingestd/catalog/catalog.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/sqlite/connection.hpp>
#include <ingestd_sql/catalog.hpp>

#include "support/answer_of.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::catalog {
namespace {

using namespace std::literals;
using test::answer_of;

Timestamp at(std::int64_t seconds) {
    return Timestamp{std::chrono::seconds{seconds}};
}

NewUpload upload_of(std::initializer_list<const char*> contents, std::string key = "") {
    NewUpload upload;
    upload.id = UploadId::random();
    upload.collection = "letters";
    upload.received = at(1'000);
    for (const auto* content : contents) {
        DocumentRecord document;
        document.ordinal = static_cast<std::uint32_t>(upload.documents.size());
        document.key = content;
        document.filename = content + ".txt"s;
        document.sha256 = sha256(content);
        document.bytes = std::string_view{content}.size();
        document.body = content;
        upload.documents.push_back(std::move(document));
    }
    upload.fingerprint = sha256(key + "'s request");
    upload.idempotency_key = std::move(key);
    return upload;
}

struct Fixture {
    test::TemporaryDirectory directory;
    boost::asio::thread_pool writers{2};
    std::unique_ptr<Catalog> catalog;

    Fixture() { open(); }
    void open() {
        catalog.reset();
        catalog = Catalog::open(directory / "catalog.db", writers).value();
    }
    Result<Admission> accept(NewUpload upload) {
        return answer_of<Admission>([&](auto done) { catalog->accept(std::move(upload), done); });
    }
    Result<UnfinishedUpload> retry(const UploadId& upload) {
        return answer_of<UnfinishedUpload>([&](auto done) {
            catalog->retry(upload, UploadId::random(), at(2'000), done);
        });
    }
    void record(const UploadId& upload, std::uint32_t ordinal, Status status) {
        DocumentOutcome outcome{.ordinal = ordinal, .status = status};
        if (status == Status::failed)
            outcome.failure = DocumentFailure{.code = "malformed", .detail = ""};
        REQUIRE(answer_of<void>([&](auto done) { catalog->record_outcome(upload, outcome, done); })
        );
    }
    void finish(const UploadId& upload, Status status) {
        REQUIRE(answer_of<std::optional<GenerationId>>([&](auto done) {
            catalog->finish(upload, status, "{}", {}, done);
        }));
    }
    std::int64_t stored_passwords() {
        auto connection = sqlite::Connection::open(directory / "catalog.db").value();
        auto count = connection.query("SELECT count(*) FROM uploads WHERE password <> ''");
        REQUIRE(count.step());
        return count.integer(0);
    }
};

TEST_CASE(
    "the same key with the same request is the same upload, also after a restart", "[catalog][key]"
) {
    Fixture fixture;
    const auto first = upload_of({"one", "two"}, "key");
    REQUIRE(fixture.accept(first));
    if (GENERATE(false, true)) fixture.open();
    auto again = upload_of({"one", "two"}, "key");
    again.received = at(5'000);

    const auto admitted = fixture.accept(again);

    REQUIRE(admitted);
    CHECK(admitted->is_replay);
    CHECK(admitted->id == first.id);
    CHECK(admitted->received == first.received);
    CHECK(admitted->documents == 2);
    CHECK(fixture.catalog->list_uploads({}).uploads.size() == 1);
}

TEST_CASE("the same key with another request is refused and changes nothing", "[catalog][key]") {
    Fixture fixture;
    REQUIRE(fixture.accept(upload_of({"one"}, "key")));
    auto other = upload_of({"two"}, "key");
    other.fingerprint = sha256("another request");

    const auto refused = fixture.accept(other);

    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::key_reused);
    CHECK(fixture.catalog->list_uploads({}).uploads.size() == 1);
}

TEST_CASE("requests without a key are each an upload of their own", "[catalog][key]") {
    Fixture fixture;
    REQUIRE(fixture.accept(upload_of({"one"})));
    REQUIRE(fixture.accept(upload_of({"one"})));

    CHECK(fixture.catalog->list_uploads({}).uploads.size() == 2);
}

// They wait for one another in the writer and mostly share its transactions.
TEST_CASE(
    "of many requests with one key at the same time one is stored", "[catalog][key][threads]"
) {
    Fixture fixture;
    constexpr std::size_t clients = 8;
    std::array<UploadId, clients> answers{};
    std::vector<std::thread> threads;
    for (auto& answer : answers) {
        threads.emplace_back([&] {
            if (const auto admitted = fixture.accept(upload_of({"one"}, "key")))
                answer = admitted->id;
        });
    }
    for (auto& thread : threads) thread.join();

    const auto stored = fixture.catalog->list_uploads({}).uploads;
    REQUIRE(stored.size() == 1);
    for (const auto& answer : answers) CHECK(answer == stored[0].id);
}

TEST_CASE("a key is free again when its upload has left the history", "[catalog][key]") {
    Fixture fixture;
    const auto first = upload_of({"one"}, "key");
    REQUIRE(fixture.accept(first));
    fixture.finish(first.id, Status::completed);
    REQUIRE(answer_of<std::vector<UploadId>>([&](auto done) {
        fixture.catalog->prune(wall_now() + 1h, 10, done);
    }));

    const auto admitted = fixture.accept(upload_of({"one"}, "key"));

    REQUIRE(admitted);
    CHECK_FALSE(admitted->is_replay);
}

TEST_CASE("a retry takes what failed, with its bytes, and says whose it is", "[catalog][retry]") {
    Fixture fixture;
    const auto upload = upload_of({"one", "two", "three"});
    REQUIRE(fixture.accept(upload));
    fixture.record(upload.id, 0, Status::failed);
    fixture.record(upload.id, 1, Status::completed);
    fixture.record(upload.id, 2, Status::failed);
    fixture.finish(upload.id, Status::completed);

    const auto work = fixture.retry(upload.id);

    REQUIRE(work);
    CHECK(work->summary.retry_of == upload.id);
    CHECK(work->summary.received == at(2'000));
    REQUIRE(work->documents.size() == 2);
    CHECK(work->documents[0].key == "one");
    CHECK(work->documents[1].key == "three");
    CHECK(work->documents[1].ordinal == 1);
    fixture.open();
    CHECK(fixture.catalog->body(work->summary.id, 1) == "three");
    CHECK(fixture.catalog->find_upload(work->summary.id)->retry_of == upload.id);
    const auto unfinished = fixture.catalog->unfinished();
    REQUIRE(unfinished.size() == 1);
    CHECK(unfinished[0].documents == work->documents);
    // Shared, not copied.
    auto connection = sqlite::Connection::open(fixture.directory / "catalog.db").value();
    auto bodies = connection.query("SELECT count(*) FROM bodies");
    REQUIRE(bodies.step());
    CHECK(bodies.integer(0) == 3);
}

TEST_CASE("a collection that is gone is not made anew of nothing", "[catalog][retry]") {
    Fixture fixture;
    auto anew = upload_of({});
    anew.force_recreate = true;
    CHECK(fixture.accept(anew).error().code == Errc::unknown_collection);
    CHECK(fixture.catalog->collections().empty());

    REQUIRE(fixture.accept(upload_of({"one"})));
    REQUIRE(fixture.accept(anew));
    fixture.finish(anew.id, Status::failed);
    REQUIRE(test::answer_of<GenerationId>([&](auto done) {
        fixture.catalog->remove_collection(anew.collection, done);
    }));

    CHECK(fixture.retry(anew.id).error().code == Errc::unknown_collection);
    CHECK(fixture.catalog->collections().empty());
}

TEST_CASE("a retry is read as its upload was", "[catalog][retry]") {
    Fixture fixture;
    auto upload = upload_of({"one", "two"});
    upload.options.password = "secret";
    upload.options.ocr.languages = {"eng", "deu"};
    REQUIRE(fixture.accept(upload));
    fixture.record(upload.id, 0, Status::failed);
    fixture.record(upload.id, 1, Status::completed);
    fixture.finish(upload.id, Status::completed);

    const auto work = fixture.retry(upload.id);

    REQUIRE(work);
    CHECK(work->summary.options == upload.options);
    CHECK(fixture.catalog->find_upload(work->summary.id)->options == upload.options);
}

TEST_CASE("a password is kept only as long as a retry may ask for it", "[catalog][retry]") {
    Fixture fixture;
    const auto [first, end] = GENERATE(table<Status, Status>({
        {Status::completed, Status::completed},
        {Status::cancelled, Status::cancelled},
        {Status::failed, Status::completed},
    }));
    auto upload = upload_of({"one", "two"});
    upload.options.password = "secret";
    REQUIRE(fixture.accept(upload));
    fixture.record(upload.id, 0, first);
    fixture.record(upload.id, 1, Status::completed);
    CHECK(fixture.stored_passwords() == 1);

    fixture.finish(upload.id, end);
    CHECK(fixture.stored_passwords() == (first == Status::failed ? 1 : 0));

    REQUIRE(answer_of<std::vector<UploadId>>([&](auto done) {
        fixture.catalog->prune(wall_now() + 1h, 10, done);
    }));
    CHECK(fixture.stored_passwords() == 0);
}

TEST_CASE(
    "an upload that failed before its documents were begun is retried whole", "[catalog][retry]"
) {
    Fixture fixture;
    auto upload = upload_of({"one", "two"});
    upload.force_recreate = true;
    REQUIRE(fixture.accept(upload));
    fixture.finish(upload.id, Status::failed);

    const auto work = fixture.retry(upload.id);

    REQUIRE(work);
    CHECK(work->documents.size() == 2);
    CHECK(work->summary.force_recreate);
}

TEST_CASE(
    "a retry does not recreate a collection that part of the upload is in", "[catalog][retry]"
) {
    Fixture fixture;
    auto upload = upload_of({"one", "two"});
    upload.force_recreate = true;
    REQUIRE(fixture.accept(upload));
    fixture.record(upload.id, 0, Status::completed);
    fixture.record(upload.id, 1, Status::failed);
    fixture.finish(upload.id, Status::completed);

    CHECK_FALSE(fixture.retry(upload.id)->summary.force_recreate);
}

TEST_CASE("what cannot be retried says why", "[catalog][retry]") {
    Fixture fixture;
    const auto upload = upload_of({"one"});
    REQUIRE(fixture.accept(upload));
    CHECK(fixture.retry(UploadId::random()).error().code == Errc::unknown_upload);

    CHECK(fixture.retry(upload.id).error().code == Errc::unfinished);
    fixture.record(upload.id, 0, Status::completed);
    fixture.finish(upload.id, Status::completed);
    CHECK(fixture.retry(upload.id).error().code == Errc::nothing_failed);
}

TEST_CASE("a list is bounded in time, with cursor and without", "[catalog][list]") {
    Fixture fixture;
    for (int i = 0; i < 6; ++i) {
        auto upload = upload_of({"one"});
        upload.received = at(1'000 + i);
        REQUIRE(fixture.accept(upload));
    }
    const auto collection = GENERATE(""s, "letters"s);
    const auto status = GENERATE(std::optional<Status>{}, std::optional{Status::received});

    std::vector<Timestamp> seen;
    UploadQuery query{
        .status = status,
        .collection = collection,
        .since = at(1'001),
        .until = at(1'005),
        .limit = 2};
    do {
        const auto page = fixture.catalog->list_uploads(query);
        for (const auto& upload : page.uploads) seen.push_back(upload.received);
        query.cursor = page.next_cursor;
    } while (!query.cursor.empty());

    CHECK(seen == std::vector{at(1'004), at(1'003), at(1'002), at(1'001)});
}

TEST_CASE(
    "how long the stages took is told after a restart, and when the upload ended", "[catalog]"
) {
    Fixture fixture;
    const auto upload = upload_of({"one"});
    REQUIRE(fixture.accept(upload));
    DocumentOutcome outcome{.ordinal = 0, .chunks = 4};
    outcome.times = {.extract = 1ms, .chunk = 2ms, .enrich = 3us, .index = 4s};
    REQUIRE(answer_of<void>([&](auto done) {
        fixture.catalog->record_outcome(upload.id, outcome, done);
    }));
    const auto before = wall_now();
    fixture.finish(upload.id, Status::completed);

    fixture.open();

    CHECK(fixture.catalog->results(upload.id).at(0).outcome == outcome);
    CHECK(fixture.catalog->find_upload(upload.id)->ended >= before);
}

TEST_CASE("bodies that go leave a file that shrinks", "[catalog][space]") {
    Fixture fixture;
    auto upload = upload_of({});
    for (std::uint32_t i = 0; i < 200; ++i) {
        DocumentRecord document;
        document.ordinal = i;
        document.key = std::to_string(i);
        document.body = std::string(60'000, 'x');
        upload.documents.push_back(std::move(document));
    }
    REQUIRE(fixture.accept(upload));
    fixture.finish(upload.id, Status::cancelled);
    fixture.open();  // closing moves the log into the file
    const auto full = std::filesystem::file_size(fixture.directory / "catalog.db");

    REQUIRE(answer_of<std::vector<Sha256>>([&](auto done) {
        fixture.catalog->free(fixture.catalog->held_of_upload(upload.id, 0, 200), done);
    }));
    int steps = 0;
    while (answer_of<bool>([&](auto done) { fixture.catalog->return_space(done); }).value())
        ++steps;
    fixture.open();

    CHECK(steps > 3);  // a little at a time
    CHECK(std::filesystem::file_size(fixture.directory / "catalog.db") < full / 2);
}

TEST_CASE("a catalog of the first version goes on with what it holds", "[catalog][migration]") {
    test::TemporaryDirectory directory;
    boost::asio::thread_pool writers{1};
    const auto upload = UploadId::random();
    {
        auto old = sqlite::Connection::open(directory / "catalog.db").value();
        old.execute(std::string{sql::migrations[0]}.c_str());
        old.execute("PRAGMA user_version=1");
        old.execute("INSERT INTO bodies VALUES (7, x'616263')");
        old.query("INSERT INTO uploads VALUES (1, :id, 'c', 0, 256, 32, 5, 'failed', 1, NULL, '{}')"
        )
            .bind(":id", upload)
            .run();
        old.query(
               "INSERT INTO documents (upload, ordinal, key, filename, content_type, metadata, "
               "sha256, bytes, body, status, failure_code, failure_detail, failure_stage, "
               "failure_page) VALUES (1, 0, 'k', 'f', '', '{}', :hash, 3, 7, 'failed', "
               "'malformed', 'd', 'extract', 0)"
        )
            .bind(":hash", sha256("abc").bytes)
            .run();
    }

    const auto catalog = Catalog::open(directory / "catalog.db", writers).value();

    const auto found = catalog->find_upload(upload);
    REQUIRE(found);
    CHECK(found->ended == found->received);
    CHECK(catalog->list_uploads({}).uploads.size() == 1);
    const auto work = answer_of<UnfinishedUpload>([&](auto done) {
        catalog->retry(upload, UploadId::random(), at(2'000), done);
    });
    REQUIRE(work);
    CHECK(catalog->body(work->summary.id, 0) == "abc");
}

}  // namespace
}  // namespace ingestd::catalog
