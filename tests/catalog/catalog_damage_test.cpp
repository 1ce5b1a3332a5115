// A catalog that is not what was written, and what the catalog knows of others' files.
#include <fstream>
#include <iterator>

#include <ingestd/catalog/catalog.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/sqlite/connection.hpp>
#include <ingestd/sqlite/migrations.hpp>
#include <ingestd_sql/catalog.hpp>

#include "support/answer_of.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::catalog {
namespace {

using test::answer_of;

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

NewUpload one_document(bool force_recreate = false) {
    DocumentRecord document;
    document.key = "a.txt";
    document.body = "a";
    document.bytes = 1;
    NewUpload upload;
    upload.id = UploadId::random();
    upload.collection = "letters";
    upload.force_recreate = force_recreate;
    upload.documents = {document};
    return upload;
}

struct Fixture {
    test::TemporaryDirectory directory;
    boost::asio::thread_pool writers{1};
    std::unique_ptr<Catalog> catalog = Catalog::open(directory / "catalog.db", writers).value();

    UploadId accept(bool force_recreate = false) {
        auto upload = one_document(force_recreate);
        const auto id = upload.id;
        REQUIRE(answer_of<Admission>([&](auto done) { catalog->accept(std::move(upload), done); }));
        return id;
    }
    void end_document(const UploadId& id, Status status) {
        DocumentOutcome outcome;
        outcome.status = status;
        REQUIRE(answer_of<void>([&](auto done) { catalog->record_outcome(id, outcome, done); }));
    }
    bool is_written() const { return catalog->find_collection("letters")->is_written; }
};

TEST_CASE("a flipped page of the catalog is found when it is opened", "[catalog][damaged]") {
    Fixture fixture;
    fixture.end_document(fixture.accept(), Status::completed);
    fixture.catalog.reset();
    const auto file = fixture.directory / "catalog.db";
    auto bytes = bytes_of(file);
    for (std::size_t i = 8192; i < 12'288; ++i) bytes[i] = static_cast<char>(bytes[i] ^ 0x5A);
    std::ofstream{file, std::ios::binary | std::ios::trunc} << bytes;

    const auto opened = Catalog::open(file, fixture.writers);

    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == Errc::corrupt);
    CHECK(opened.error().detail.find(file.string()) != std::string::npos);
    CHECK(opened.error().detail.find("ingestd check") != std::string::npos);
    CHECK(opened.error().detail.find("ingestd restore") != std::string::npos);
    CHECK(bytes_of(file) == bytes);
}

TEST_CASE("a collection's file is expected once a document has completed", "[catalog]") {
    Fixture fixture;
    const auto id = fixture.accept();
    CHECK_FALSE(fixture.is_written());
    fixture.end_document(id, Status::failed);
    CHECK_FALSE(fixture.is_written());

    fixture.end_document(fixture.accept(), Status::completed);

    CHECK(fixture.is_written());
}

TEST_CASE(
    "an upload that builds a generation of its own says nothing of the current one's file",
    "[catalog]"
) {
    Fixture fixture;
    const auto id = fixture.accept(true);
    fixture.end_document(id, Status::completed);
    CHECK_FALSE(fixture.is_written());

    REQUIRE(answer_of<std::optional<GenerationId>>([&](auto done) {
        fixture.catalog->finish(id, Status::completed, "{}", GenerationId::random(), done);
    }));

    CHECK(fixture.is_written());
}

TEST_CASE("an older catalog learns which files to expect from its documents", "[catalog]") {
    test::TemporaryDirectory directory;
    boost::asio::thread_pool writers{1};
    {
        auto connection = sqlite::Connection::open(directory / "catalog.db").value();
        REQUIRE(sqlite::migrate(connection, std::span{sql::migrations}.first(1)));
        connection.execute(
            "INSERT INTO collections VALUES ('read', zeroblob(16), 0), ('begun', zeroblob(16), 0);"
            "INSERT INTO uploads (id, collection, force_recreate, max_tokens, overlap_tokens, "
            "received, status, documents) VALUES "
            "(zeroblob(16), 'read', 0, 256, 32, 0, 'completed', 1),"
            "(x'01', 'begun', 0, 256, 32, 0, 'received', 1);"
            "INSERT INTO documents (upload, ordinal, key, filename, content_type, metadata, "
            "sha256, "
            "bytes, status) VALUES (1, 0, 'a', '', '', '{}', zeroblob(32), 1, 'completed'),"
            "(2, 0, 'a', '', '', '{}', zeroblob(32), 1, NULL)"
        );
    }

    const auto catalog = Catalog::open(directory / "catalog.db", writers).value();

    CHECK(catalog->find_collection("read")->is_written);
    CHECK_FALSE(catalog->find_collection("begun")->is_written);
}

}  // namespace
}  // namespace ingestd::catalog
