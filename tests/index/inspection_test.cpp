#include <ingestd/index/errc.hpp>
#include <ingestd/index/inspection.hpp>

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
