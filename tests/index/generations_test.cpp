#include <fstream>

#include <ingestd/index/errc.hpp>
#include <ingestd/index/generations.hpp>

#include "generation_fixture.hpp"
#include "sqlite/failing_file_system.hpp"

namespace ingestd::index {
namespace {

struct Fixture {
    test::TemporaryDirectory directory;
    boost::asio::thread_pool writers{1};
    Generations generations{directory / "collections", writers};

    std::filesystem::path file_of(const GenerationId& id) const {
        return directory.path() / "collections" / (id.str() + ".db");
    }
    std::size_t files() const {
        std::size_t count = 0;
        for (const auto& file :
             std::filesystem::directory_iterator{directory.path() / "collections"})
            count += file.is_regular_file() ? 1 : 0;
        return count;
    }
};

TEST_CASE("an open generation is the same for everybody", "[index][generations]") {
    Fixture fixture;
    const auto id = GenerationId::random();

    const auto first = fixture.generations.open(id);
    const auto second = fixture.generations.open(id);

    REQUIRE(first);
    REQUIRE(first.value() == second.value());
    REQUIRE(std::filesystem::exists(fixture.file_of(id)));
}

TEST_CASE("a new collection waits for few syncs", "[index][generations]") {
    const test::FailingFileSystem disk{".db"};
    Fixture fixture;
    constexpr int enough = 1000;
    test::FailingFileSystem::syncs_until_failure = enough;

    REQUIRE(fixture.generations.open(GenerationId::random()));

    // Two of the journal and one of the file, for SQLite's change to a log; the log's head; and the
    // commit that has all of the schema.
    CHECK(enough - test::FailingFileSystem::syncs_until_failure == 5);
}

TEST_CASE("few generations stay open, and those in use are among them", "[index][generations]") {
    Fixture fixture;
    const auto held_id = GenerationId::random();
    const auto held = fixture.generations.open(held_id).value();
    const std::weak_ptr<Generation> unused =
        fixture.generations.open(GenerationId::random()).value();

    for (int i = 0; i < 30; ++i) REQUIRE(fixture.generations.open(GenerationId::random()));

    REQUIRE(unused.expired());
    REQUIRE(fixture.generations.open(held_id).value() == held);
}

TEST_CASE("a generation that nobody holds is deleted at once", "[index][generations]") {
    Fixture fixture;
    const auto id = GenerationId::random();
    REQUIRE(fixture.generations.open(id));

    fixture.generations.remove(id);
    fixture.writers.join();

    REQUIRE(fixture.files() == 0);
    REQUIRE(fixture.generations.open(id).error().code == Errc::removed);
}

TEST_CASE(
    "who holds a removed generation goes on undisturbed, then its file goes", "[index][generations]"
) {
    Fixture fixture;
    const auto id = GenerationId::random();
    auto held = fixture.generations.open(id).value();

    fixture.generations.remove(id);
    const auto opened = answer_of<OpenedDocument>([&](auto done) {
        DocumentEntry entry;
        entry.key = "a.txt";
        held->open_document(entry, done);
    });
    REQUIRE(answer_of<void>([&](auto done) {
        held->commit_chunks(opened->row, one_chunk("heron"), done);
    }));
    REQUIRE(held->search({"heron", 1}).hits.size() == 1);
    held.reset();
    fixture.writers.join();

    REQUIRE(fixture.files() == 0);
}

TEST_CASE("sweeping deletes the generations that nobody knows", "[index][generations]") {
    Fixture fixture;
    const auto kept = GenerationId::random();
    {
        Generations earlier{fixture.directory / "collections", fixture.writers};
        REQUIRE(earlier.open(kept));
        REQUIRE(earlier.open(GenerationId::random()));
    }
    std::ofstream{fixture.directory.path() / "collections" / "notes.txt"} << "a person's own";

    fixture.generations.sweep({kept});

    REQUIRE(std::filesystem::exists(fixture.file_of(kept)));
    REQUIRE(fixture.files() == 2);
}

TEST_CASE("sweeping takes what a deletion that was cut off has left", "[index][generations]") {
    Fixture fixture;
    const auto kept = GenerationId::random(), gone = GenerationId::random();
    const auto folder = fixture.directory.path() / "collections";
    std::filesystem::create_directories(folder);
    for (const auto* suffix : {".db-wal", ".db-shm"}) {
        std::ofstream{folder / (gone.str() + suffix)} << "x";
        std::ofstream{folder / (kept.str() + suffix)} << "x";
    }
    std::ofstream{folder / (gone.str() + ".db.bak")} << "a person's own";

    fixture.generations.sweep({kept});

    REQUIRE(fixture.files() == 3);
    REQUIRE(std::filesystem::exists(folder / (kept.str() + ".db-wal")));
}

TEST_CASE("the ledger holds what an upload brought until it is removed", "[index][generations]") {
    Fixture fixture;
    const auto generation = fixture.generations.open(GenerationId::random()).value();
    const auto entry = GenerationFixture::entry("a.txt");
    const auto opened =
        answer_of<OpenedDocument>([&](auto done) { generation->open_document(entry, done); });
    REQUIRE(generation->holds(entry.upload, entry.ordinal));
    REQUIRE_FALSE(generation->holds(entry.upload, entry.ordinal + 1));

    REQUIRE(answer_of<void>([&](auto done) { generation->discard_document(opened->row, done); }));

    REQUIRE_FALSE(generation->holds(entry.upload, entry.ordinal));
}

}  // namespace
}  // namespace ingestd::index
