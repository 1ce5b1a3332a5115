#include <ingestd/index/errc.hpp>
#include <ingestd/index/inspection.hpp>
#include <ingestd/sqlite/connection.hpp>

#include "generation_fixture.hpp"

namespace ingestd::index {
namespace {

GenerationCheck check(const std::filesystem::path& file) {
    auto snapshot = GenerationSnapshot::take(file);
    REQUIRE(snapshot);
    return snapshot->check();
}

// As the pipeline does it: the summary counts the text, too.
void add(GenerationFixture& fixture, const DocumentEntry& document, std::vector<Chunk> chunks) {
    const auto opened = fixture.open(document);
    REQUIRE(opened);
    DocumentSummary summary;
    summary.chunks = chunks.size();
    summary.text_bytes = chunks.back().range.end;
    REQUIRE(fixture.commit(opened->row, std::move(chunks)));
    REQUIRE(fixture.complete(opened->row, summary));
}

TEST_CASE(
    "a generation that has been written, replaced and deleted in is sound, of any text",
    "[index][inspection]"
) {
    GenerationFixture fixture;
    add(fixture,
        fixture.entry("a.txt", "1"),
        cut("The naïve foxes are running, running, runs.", 9, 3));
    add(fixture, fixture.entry("東京.txt", "1"), one_chunk("東京都庁は大きい。 mixed with words"));
    add(fixture, fixture.entry("a.txt", "2"), cut("A second version of the same key.", 11, 2));
    add(fixture, fixture.entry("long.txt", "1"), one_chunk(std::string(40'000, 'x') + " end"));
    const auto gone = fixture.entry("gone.txt", "1");
    add(fixture, gone, one_chunk("deleted again"));
    REQUIRE(fixture.remove(gone.id));
    const auto in_work = fixture.open(fixture.entry("work.txt", "1"));
    REQUIRE(in_work);
    REQUIRE(fixture.commit(in_work->row, cut("half of a text", 5)));

    const auto checked = check(fixture.file());

    CHECK(checked.findings.damage() == std::vector<Finding>{});
    CHECK(checked.documents == 4);
    CHECK(checked.schema_version > 0);
}

TEST_CASE(
    "what the index is given for a chunk is what the chunk gives, whatever its headings are",
    "[index][inspection]"
) {
    GenerationFixture fixture;
    const std::string nul{"nul\0inside", 10};
    const std::vector<std::vector<std::string>> paths{
        {},
        {""},
        {"Wings"},
        {"Wings", "Lift"},
        {"Wing"},
        {"Wings of a fly"},
        {"Wing\u0303s"},
        {"飛行", "Flügel"},
        {nul},
        {nul, "Lift"},
        {std::string(1, '\0')},
        {"two\x1Fparts"}};
    for (std::size_t first = 0; first < paths.size(); ++first) {
        // The first chunk gives the document its title, and each of the others meets that.
        auto chunks = cut("A first line\nand what stands below it, in many small pieces.", 5);
        REQUIRE(chunks.size() >= paths.size());
        for (std::size_t i = 0; i < chunks.size(); ++i) {
            chunks[i].headings = paths[(first + i) % paths.size()];
            chunks[i].enrichment.language = i % 2 == 0 ? "en" : "de";
        }
        add(fixture, fixture.entry("flüge " + std::to_string(first) + ".txt"), std::move(chunks));
    }
    CHECK(check(fixture.file()).findings.damage() == std::vector<Finding>{});

    for (std::size_t first = 0; first < paths.size(); ++first)
        REQUIRE(fixture.remove(fixture.entry("flüge " + std::to_string(first) + ".txt").id));
    CHECK(check(fixture.file()).findings.damage() == std::vector<Finding>{});
}

// FTS5 cuts one at each savepoint, and SQLite makes savepoints of which nobody knows: each is a
// third of a chunk's cost.
TEST_CASE("the words of one commit are one segment of the full-text index", "[index][terms]") {
    GenerationFixture fixture;
    add(fixture,
        fixture.entry("a.txt"),
        cut("Many chunks, all of them in one transaction, and each with words of its own.", 7));

    auto connection = sqlite::Connection::open(fixture.file(), {});
    REQUIRE(connection);
    auto segments = connection->query("SELECT count(DISTINCT segid) FROM chunk_terms_idx");
    REQUIRE(segments.step());
    CHECK(segments.integer(0) == 1);
}

TEST_CASE("a copy is of the moment at which its snapshot was taken", "[index][inspection]") {
    GenerationFixture fixture;
    add(fixture, fixture.entry("a.txt"), one_chunk("before"));
    auto snapshot = GenerationSnapshot::take(fixture.file());
    REQUIRE(snapshot);
    add(fixture, fixture.entry("b.txt"), one_chunk("after"));

    const auto copy = fixture.directory / "copy.db";
    REQUIRE(snapshot->copy_to(copy));

    CHECK(check(copy).documents == 1);
    CHECK(check(fixture.file()).documents == 2);
}

TEST_CASE("a snapshot goes on when its file is deleted", "[index][inspection]") {
    GenerationFixture fixture;
    add(fixture, fixture.entry("a.txt"), one_chunk("before"));
    auto snapshot = GenerationSnapshot::take(fixture.file());
    REQUIRE(snapshot);
    fixture.generation->remove_when_closed();
    fixture.generation.reset();
    REQUIRE_FALSE(std::filesystem::exists(fixture.file()));

    const auto copy = fixture.directory / "copy.db";
    REQUIRE(snapshot->copy_to(copy));
    CHECK(check(copy).findings.is_sound());
}

TEST_CASE("a file that is not there is told as such", "[index][inspection]") {
    const test::TemporaryDirectory directory;
    const auto snapshot = GenerationSnapshot::take(directory / "none.db");
    REQUIRE(snapshot.has_error());
    CHECK(snapshot.error().code == boost::system::errc::no_such_file_or_directory);
    CHECK_FALSE(std::filesystem::exists(directory / "none.db"));
}

}  // namespace
}  // namespace ingestd::index
