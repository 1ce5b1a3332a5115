#include <ingestd/sqlite/connection.hpp>
#include <ingestd/sqlite/migrations.hpp>
#include <ingestd_sql/index.hpp>

#include "../../src/index/words_tokenizer.hpp"
#include "generation_fixture.hpp"

namespace ingestd::index {
namespace {

DocumentEntry entry_of(std::string_view content) {
    auto entry = GenerationFixture::entry("a.txt", content);
    entry.original = {sha256(content), content.size()};
    return entry;
}

TEST_CASE("a document tells the hash and size of what it was made from", "[index][original]") {
    GenerationFixture fixture;
    const auto entry = entry_of("first");
    fixture.add(entry, one_chunk("first"));

    CHECK(fixture.generation->find_document(entry.id)->original == Original{sha256("first"), 5});
    CHECK(fixture.generation->documents("", 1).at(0).original == Original{sha256("first"), 5});

    fixture.add(entry_of("second"), one_chunk("second"));

    CHECK(fixture.generation->find_document(entry.id)->original == Original{sha256("second"), 6});
}

// A file as the version before this one left it, with one complete document.
void write_first_version(const GenerationFixture& fixture, const DocumentEntry& entry) {
    auto old = sqlite::Connection::open(fixture.file());
    REQUIRE(old);
    register_words_tokenizer(*old);
    REQUIRE(sqlite::migrate(*old, std::span{sql::migrations}.first(1)));
    auto insert = old->query(
        "INSERT INTO documents (document_id, key, filename, metadata, fingerprint, upload, ordinal,"
        " visible, complete, indexed) VALUES (:id, 'a.txt', 'a.txt', '{}', :fingerprint, :upload, "
        "0,"
        " 1, 1, 0)"
    );
    insert.bind(":id", entry.id)
        .bind(":fingerprint", entry.fingerprint.bytes)
        .bind(":upload", entry.upload)
        .run();
}

TEST_CASE(
    "a document of an older file has no original until it is brought again", "[index][original]"
) {
    GenerationFixture fixture;
    fixture.generation.reset();
    std::filesystem::remove(fixture.file());
    const auto entry = entry_of("first");
    write_first_version(fixture, entry);

    fixture.reopen();

    REQUIRE(fixture.generation->find_document(entry.id));
    CHECK(fixture.generation->find_document(entry.id)->original == std::nullopt);

    auto again = entry;
    again.upload = UploadId::random();
    REQUIRE(fixture.open(again)->standing == Standing::unchanged);

    CHECK(fixture.generation->find_document(entry.id)->original == Original{sha256("first"), 5});
}

}  // namespace
}  // namespace ingestd::index
