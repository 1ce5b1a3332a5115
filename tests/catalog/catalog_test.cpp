#include <fstream>
#include <thread>

#include <ingestd/catalog/catalog.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/sqlite/connection.hpp>
#include <ingestd_sql/catalog.hpp>

#include "support/answer_of.hpp"
#include "support/catch.hpp"
#include "support/query_plans.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::catalog {
namespace {

using namespace std::literals;

Timestamp at(std::int64_t microseconds) {
    return Timestamp{std::chrono::microseconds{microseconds}};
}

DocumentRecord small(std::uint32_t ordinal, std::string filename, std::string content) {
    DocumentRecord document;
    document.ordinal = ordinal;
    document.key = filename;
    document.filename = std::move(filename);
    document.content_type = "text/plain";
    document.metadata = R"({"lang":"en"})";
    document.bytes = content.size();
    document.body = std::move(content);
    return document;
}

NewUpload upload_of(std::vector<DocumentRecord> documents, std::string collection = "letters") {
    NewUpload upload;
    upload.id = UploadId::random();
    upload.collection = std::move(collection);
    upload.options.chunking = {128, 16};
    upload.received = at(1'000'000);
    upload.documents = std::move(documents);
    return upload;
}

using test::answer_of;

struct Fixture {
    test::TemporaryDirectory directory;
    boost::asio::thread_pool writers{2};
    std::unique_ptr<Catalog> catalog;

    Fixture() { open(); }
    void open() {
        catalog.reset();
        auto opened = Catalog::open(directory / "catalog.db", writers);
        REQUIRE(opened);
        catalog = std::move(*opened);
    }
    Result<Admission> accept(NewUpload upload) {
        return answer_of<Admission>([&](auto done) { catalog->accept(std::move(upload), done); });
    }
    Result<void> record(const UploadId& upload, DocumentOutcome outcome) {
        return answer_of<void>([&](auto done) { catalog->record_outcome(upload, outcome, done); });
    }
    Result<void> note(const UploadId& upload, const GenerationId& generation) {
        return answer_of<void>([&](auto done) {
            catalog->note_generation(upload, generation, done);
        });
    }
    Result<std::optional<GenerationId>> finish(
        const UploadId& upload, Status status, std::optional<GenerationId> current = {}
    ) {
        return answer_of<std::optional<GenerationId>>([&](auto done) {
            catalog->finish(upload, status, R"({"terminal":true})", current, done);
        });
    }
};

TEST_CASE(
    "an accepted upload is there after the catalog was closed and opened again", "[catalog]"
) {
    Fixture fixture;
    auto upload = upload_of({small(0, "a.txt", "first\0body"s), small(1, "b.txt", "")});
    DocumentRecord large = small(2, "c.pdf", "");
    large.body.reset();
    large.sha256 = sha256("somewhere else");
    large.bytes = 5'000'000'000;
    upload.documents.push_back(large);
    REQUIRE(fixture.accept(upload));

    fixture.open();

    const auto found = fixture.catalog->find_upload(upload.id);
    REQUIRE(found);
    REQUIRE(found->collection == "letters");
    REQUIRE(found->options == upload.options);
    REQUIRE(found->received == upload.received);
    REQUIRE(found->status == Status::received);
    REQUIRE(found->documents == 3);
    REQUIRE(found->terminal_event.empty());
    REQUIRE(fixture.catalog->body(upload.id, 0) == "first\0body"s);
    REQUIRE(fixture.catalog->body(upload.id, 1) == "");
    REQUIRE_FALSE(fixture.catalog->body(upload.id, 2));
    const auto unfinished = fixture.catalog->unfinished();
    REQUIRE(unfinished.size() == 1);
    REQUIRE(unfinished[0].documents.size() == 3);
    REQUIRE(unfinished[0].documents[2] == large);
    REQUIRE_FALSE(unfinished[0].generation);
}

TEST_CASE(
    "a small body without a hash is hashed, and a document without a name is called by it",
    "[catalog]"
) {
    Fixture fixture;
    auto upload = upload_of({small(0, "", "nameless")});
    REQUIRE(fixture.accept(upload));

    const auto record = fixture.catalog->unfinished().at(0).documents.at(0);

    REQUIRE(record.sha256 == sha256("nameless"));
    REQUIRE(record.key == sha256("nameless").hex());
    REQUIRE(record.filename.empty());
    REQUIRE(
        fixture.catalog->results(upload.id).at(0).document_id ==
        document_id("letters", sha256("nameless").hex())
    );
}

TEST_CASE(
    "a collection exists from the first upload to it on and keeps its generation", "[catalog]"
) {
    Fixture fixture;
    REQUIRE_FALSE(fixture.catalog->find_collection("letters"));
    REQUIRE(fixture.accept(upload_of({small(0, "a.txt", "a")})));
    const auto first = fixture.catalog->find_collection("letters");
    REQUIRE(first);

    REQUIRE(fixture.accept(upload_of({small(0, "b.txt", "b")})));
    REQUIRE(fixture.accept(upload_of({small(0, "b.txt", "b")}, "archive")));

    REQUIRE(fixture.catalog->find_collection("letters")->generation == first->generation);
    const auto all = fixture.catalog->collections();
    REQUIRE(all.size() == 2);
    REQUIRE(all[0].name == "archive");
    REQUIRE(all[1].created == at(1'000'000));
}

TEST_CASE("an upload is taken whole or not at all", "[catalog]") {
    Fixture fixture;
    auto upload = upload_of({small(0, "a.txt", "a"), small(0, "same place.txt", "b")}, "new");

    const auto accepted = fixture.accept(upload);

    REQUIRE_FALSE(accepted);
    REQUIRE(accepted.error().code == sqlite::Errc::constraint);
    REQUIRE_FALSE(fixture.catalog->find_upload(upload.id));
    REQUIRE_FALSE(fixture.catalog->find_collection("new"));
}

TEST_CASE("how each document ended is told in the upload's order", "[catalog]") {
    Fixture fixture;
    const auto upload =
        upload_of({small(0, "a.txt", "a"), small(1, "b.txt", "b"), small(2, "c.txt", "c")});
    REQUIRE(fixture.accept(upload));
    DocumentOutcome failed{.ordinal = 2, .status = Status::failed, .chunks = 3};
    failed.failure =
        DocumentFailure{"malformed", "The cross-reference table is broken.", Stage::extract, 7};
    DocumentOutcome replaced{.ordinal = 0, .chunks = 12, .pages = 4, .replaced = 9};
    replaced.warnings = {"2 pages hold no text", "a \"quoted\" one"};
    REQUIRE(fixture.record(upload.id, failed));
    REQUIRE(fixture.record(upload.id, replaced));

    const auto results = fixture.catalog->results(upload.id);

    REQUIRE(results.size() == 3);
    REQUIRE(results[0].outcome == replaced);
    REQUIRE(results[0].document_id == document_id("letters", "a.txt"));
    REQUIRE_FALSE(results[1].outcome);
    REQUIRE(results[2].outcome == failed);
    REQUIRE(fixture.catalog->unfinished().at(0).outcomes == std::vector{replaced, failed});
}

TEST_CASE("an outcome of an upload that is not there is refused", "[catalog]") {
    Fixture fixture;
    REQUIRE(fixture.record(UploadId::random(), {}).error().code == Errc::unknown_upload);
    REQUIRE(
        fixture.note(UploadId::random(), GenerationId::random()).error().code ==
        Errc::unknown_upload
    );
}

TEST_CASE(
    "an upload that has ended is no longer unfinished and keeps its last event", "[catalog]"
) {
    Fixture fixture;
    const auto upload = upload_of({small(0, "a.txt", "a")});
    REQUIRE(fixture.accept(upload));

    REQUIRE(fixture.finish(upload.id, Status::completed));

    REQUIRE(fixture.catalog->unfinished().empty());
    const auto found = fixture.catalog->find_upload(upload.id);
    REQUIRE(found->status == Status::completed);
    REQUIRE(found->terminal_event == R"({"terminal":true})");
}

TEST_CASE("an upload ends once", "[catalog]") {
    Fixture fixture;
    const auto upload = upload_of({small(0, "a.txt", "a")});
    REQUIRE(fixture.accept(upload));
    REQUIRE(fixture.finish(upload.id, Status::completed));

    const auto again = fixture.finish(upload.id, Status::failed, GenerationId::random());

    REQUIRE(again);
    REQUIRE_FALSE(*again);
    REQUIRE(fixture.catalog->find_upload(upload.id)->status == Status::completed);
}

TEST_CASE(
    "a generation that is being built is kept until its upload ends with it as the current one",
    "[catalog]"
) {
    Fixture fixture;
    auto upload = upload_of({small(0, "a.txt", "a")});
    upload.force_recreate = true;
    REQUIRE(fixture.accept(upload));
    const auto old = fixture.catalog->find_collection("letters")->generation;
    const auto built = GenerationId::random();

    REQUIRE(fixture.note(upload.id, built));
    fixture.open();
    REQUIRE(fixture.catalog->unfinished().at(0).generation == built);
    REQUIRE(fixture.catalog->unfinished().at(0).summary.force_recreate);
    REQUIRE(fixture.catalog->generations() == std::vector{old, built});

    const auto before = fixture.finish(upload.id, Status::completed, built);
    REQUIRE(before);
    REQUIRE(*before == old);
    REQUIRE(fixture.catalog->find_collection("letters")->generation == built);
    REQUIRE(fixture.catalog->generations() == std::vector{built});
}

TEST_CASE("a generation whose upload failed is forgotten and the old one stands", "[catalog]") {
    Fixture fixture;
    const auto upload = upload_of({small(0, "a.txt", "a")});
    REQUIRE(fixture.accept(upload));
    const auto old = fixture.catalog->find_collection("letters")->generation;
    REQUIRE(fixture.note(upload.id, GenerationId::random()));

    REQUIRE(fixture.finish(upload.id, Status::failed));

    REQUIRE(fixture.catalog->generations() == std::vector{old});
}

TEST_CASE("removing a collection tells its generation and keeps the history", "[catalog]") {
    Fixture fixture;
    const auto upload = upload_of({small(0, "a.txt", "a")});
    REQUIRE(fixture.accept(upload));
    const auto generation = fixture.catalog->find_collection("letters")->generation;
    const auto remove = [&] {
        return answer_of<GenerationId>([&](auto done) {
            fixture.catalog->remove_collection("letters", done);
        });
    };

    const auto removed = remove();
    const auto again = remove();

    REQUIRE(removed.value() == generation);
    REQUIRE(again.error().code == Errc::unknown_collection);
    REQUIRE_FALSE(fixture.catalog->find_collection("letters"));
    REQUIRE(fixture.catalog->find_upload(upload.id));
}

std::vector<UploadId> walk(
    const Catalog& catalog, UploadQuery query, std::function<void()> between = {}
) {
    std::vector<UploadId> seen;
    do {
        const auto page = catalog.list_uploads(query);
        for (const auto& upload : page.uploads) seen.push_back(upload.id);
        query.cursor = page.next_cursor;
        if (between) between();
    } while (!query.cursor.empty());
    return seen;
}

// Twenty uploads, some at the same instant, to two collections, every third completed; newest
// first.
std::vector<NewUpload> fill(Fixture& fixture) {
    std::vector<NewUpload> uploads;
    for (int i = 0; i < 20; ++i) {
        auto upload = upload_of({small(0, "a.txt", "a")}, i % 2 ? "letters" : "archive");
        upload.received = at(1'000'000 + i / 4);
        REQUIRE(fixture.accept(upload));
        if (i % 3 == 0) REQUIRE(fixture.finish(upload.id, Status::completed));
        uploads.push_back(std::move(upload));
    }
    std::sort(uploads.begin(), uploads.end(), [](const auto& a, const auto& b) {
        return std::pair{a.received, a.id} > std::pair{b.received, b.id};
    });
    return uploads;
}

TEST_CASE("pages of uploads join without gaps or duplicates, newest first", "[catalog][list]") {
    const auto limit = GENERATE(1u, 3u, 19u, 20u, 100u);
    Fixture fixture;
    std::vector<UploadId> expected;
    for (const auto& upload : fill(fixture)) expected.push_back(upload.id);

    REQUIRE(walk(*fixture.catalog, {.limit = limit}) == expected);
}

TEST_CASE("uploads that arrive between two pages do not move them", "[catalog][list]") {
    Fixture fixture;
    std::vector<UploadId> expected;
    for (const auto& upload : fill(fixture)) expected.push_back(upload.id);

    const auto seen = walk(*fixture.catalog, {.limit = 3}, [&] {
        auto newer = upload_of({small(0, "a.txt", "a")});
        newer.received = at(2'000'000);
        REQUIRE(fixture.accept(newer));
    });

    REQUIRE(seen == expected);
}

TEST_CASE("uploads are listed by state and by collection", "[catalog][list]") {
    const auto collection = GENERATE(""s, "letters"s, "nothing"s);
    const auto status = GENERATE(
        std::optional<Status>{},
        Status::received,
        Status::extracting,
        Status::completed,
        Status::failed
    );
    Fixture fixture;
    const auto uploads = fill(fixture);
    std::vector<UploadId> expected;
    for (const auto& upload : uploads) {
        const auto stored = fixture.catalog->find_upload(upload.id)->status;
        // Which state an unfinished upload is in is not the catalog's to know.
        const bool fits =
            !status || (is_terminal(*status) ? stored == *status : !is_terminal(stored));
        if (fits && (collection.empty() || upload.collection == collection))
            expected.push_back(upload.id);
    }

    REQUIRE(
        walk(*fixture.catalog, {.status = status, .collection = collection, .limit = 4}) == expected
    );
}

TEST_CASE("a cursor that is none gives an empty page", "[catalog][list]") {
    const auto cursor = GENERATE("x"s, "1.2"s, ".f47ac10b-58cc-4372-a567-0e02b2c3d479"s, "12"s);
    Fixture fixture;
    fill(fixture);

    const auto page = fixture.catalog->list_uploads({.cursor = cursor});

    REQUIRE(page.uploads.empty());
    REQUIRE(page.next_cursor.empty());
}

TEST_CASE("unfinished uploads come oldest first", "[catalog]") {
    Fixture fixture;
    auto later = upload_of({small(0, "a.txt", "a")});
    later.received = at(9);
    auto earlier = upload_of({small(0, "a.txt", "a")});
    earlier.received = at(3);
    REQUIRE(fixture.accept(later));
    REQUIRE(fixture.accept(earlier));

    const auto unfinished = fixture.catalog->unfinished();

    REQUIRE(unfinished.size() == 2);
    REQUIRE(unfinished[0].summary.id == earlier.id);
}

TEST_CASE(
    "many threads are accepted at once and each finds what it was promised", "[catalog][threads]"
) {
    Fixture fixture;
    constexpr int threads = 8, each = 25;
    std::atomic<int> found{0};
    std::vector<std::thread> clients;
    for (int t = 0; t < threads; ++t) {
        clients.emplace_back([&] {
            for (int i = 0; i < each; ++i) {
                const auto upload = upload_of({small(0, "a.txt", "body")});
                if (!fixture.accept(upload)) continue;
                if (fixture.catalog->body(upload.id, 0) == "body") ++found;
            }
        });
    }
    for (auto& client : clients) client.join();

    REQUIRE(found == threads * each);
}

TEST_CASE("a damaged catalog is told and left as it is", "[catalog]") {
    test::TemporaryDirectory directory;
    boost::asio::thread_pool writers{1};
    const std::string content(10'000, 'x');
    std::ofstream{directory / "catalog.db"} << content;

    const auto opened = Catalog::open(directory / "catalog.db", writers);

    REQUIRE_FALSE(opened);
    REQUIRE(opened.error().code == Errc::corrupt);
    REQUIRE(std::filesystem::file_size(directory / "catalog.db") == content.size());
}

TEST_CASE("a catalog of a later version is refused", "[catalog]") {
    Fixture fixture;
    fixture.catalog.reset();
    {
        auto connection = sqlite::Connection::open(fixture.directory / "catalog.db");
        connection->execute("PRAGMA user_version=999");
    }

    const auto opened = Catalog::open(fixture.directory / "catalog.db", fixture.writers);

    REQUIRE_FALSE(opened);
    REQUIRE(opened.error().code == Errc::newer_schema);
}

TEST_CASE("a catalog that can be read passes its probe", "[catalog]") {
    Fixture fixture;
    REQUIRE_NOTHROW(fixture.catalog->probe());
}

TEST_CASE("no statement of the catalog reads a whole table unannounced", "[catalog][sql]") {
    Fixture fixture;
    auto connection = sqlite::Connection::open(fixture.directory / "catalog.db");
    REQUIRE(connection);

    REQUIRE(test::unannounced_scans(*connection, sql::statements) == std::vector<std::string>{});
}

TEST_CASE("the check of the plans finds a scan that nobody announced", "[catalog][sql]") {
    Fixture fixture;
    auto connection = sqlite::Connection::open(fixture.directory / "catalog.db");
    const std::vector<sql::Statement> statements{
        {"hidden", "SELECT * FROM uploads WHERE documents = 1"},
        {"told", "-- scan: uploads, on purpose\nSELECT * FROM uploads WHERE documents = 1"}};

    REQUIRE(
        test::unannounced_scans(*connection, statements) == std::vector{"hidden: SCAN uploads"s}
    );
}

}  // namespace
}  // namespace ingestd::catalog
