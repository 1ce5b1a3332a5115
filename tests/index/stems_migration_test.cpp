// A collection that was made before words were stemmed by language.
#include <ingestd/index/inspection.hpp>
#include <ingestd/sqlite/connection.hpp>
#include <ingestd/sqlite/migrations.hpp>
#include <ingestd_sql/index.hpp>

#include "../../src/index/words_tokenizer.hpp"
#include "generation_fixture.hpp"

namespace ingestd::index {
namespace {

using Texts = std::vector<std::string>;

constexpr std::size_t migrations_before = 4;

// One German document of two chunks, as the version before wrote it.
void write_older_file(const std::filesystem::path& file) {
    auto old = sqlite::Connection::open(file);
    REQUIRE(old);
    register_words_tokenizer(*old);
    REQUIRE(sqlite::migrate(*old, std::span{sql::migrations}.first(migrations_before)));
    old->query(
           "INSERT INTO documents (row, document_id, key, filename, metadata, fingerprint, upload, "
           "ordinal, visible, complete, indexed, chunks, text_bytes) VALUES (1, :id, 'a.txt', "
           "'a.txt', '{}', :fingerprint, :upload, 0, 1, 1, 0, 2, 34)"
    )
        .bind(":id", document_id("letters", "a.txt"))
        .bind(":fingerprint", sha256("same").bytes)
        .bind(":upload", UploadId::random())
        .run();
    old->execute(
        "INSERT INTO chunks VALUES (1, 1, 0, 0, 18, 0, 0, 5, 'de', '', 3, 16, 1, '', "
        "'Hafen' || char(10) || 'Die Häuser.');"
        "INSERT INTO chunks VALUES (2, 1, 1, 18, 34, 0, 0, 5, 'de', '', 3, 16, 1, '', "
        "'Viele Schiffe...');"
        "INSERT INTO chunk_terms (rowid, filename, headings, text) "
        "SELECT row, filename, headings, text FROM chunk_contents"
    );
}

bool is_sound(const std::filesystem::path& file) {
    auto snapshot = GenerationSnapshot::take(file);
    REQUIRE(snapshot);
    return snapshot->check().findings.is_sound();
}

TEST_CASE("an older collection is found in by its language's stems", "[index][migration]") {
    GenerationFixture fixture;
    const auto file = fixture.directory / "older.db";
    write_older_file(file);

    fixture.open_file(file);

    REQUIRE(fixture.found("haus") == Texts{"Hafen\nDie Häuser."});
    REQUIRE(fixture.found("hafen schiff") == Texts{"Viele Schiffe...", "Hafen\nDie Häuser."});
}

TEST_CASE("a check reads files of before and after alike", "[index][migration]") {
    GenerationFixture fixture;
    const auto file = fixture.directory / "older.db";
    write_older_file(file);
    const bool was_sound = is_sound(file);

    fixture.open_file(file);

    REQUIRE(was_sound);
    REQUIRE(is_sound(file));
}

TEST_CASE("a migration that is cut off leaves the file as it was", "[index][migration]") {
    GenerationFixture fixture;
    const auto file = fixture.directory / "older.db";
    write_older_file(file);
    {
        auto cut_off = sqlite::Connection::open(file);
        REQUIRE(cut_off);
        register_words_tokenizer(*cut_off);
        cut_off->execute("BEGIN IMMEDIATE");
        cut_off->execute(std::string{sql::migrations[migrations_before]}.c_str());
    }  // closed without a commit, as a process that dies

    REQUIRE(is_sound(file));
    fixture.open_file(file);
    REQUIRE(fixture.found("haus").size() == 1);
}

}  // namespace
}  // namespace ingestd::index
