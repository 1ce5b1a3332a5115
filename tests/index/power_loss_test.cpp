// The power goes at every write and sync in turn: what was told as committed is there afterwards.
#include "generation_fixture.hpp"
#include "support/power_cut_disk.hpp"

namespace ingestd::index {
namespace {

using Unsynced = test::PowerCutDisk::Unsynced;

const std::string old_text = "the harbour had four lamps before the storm of that year";
const std::string new_text = "the harbour has six lamps since the storm and a second keeper";

DocumentEntry version_of(std::string_view text, std::uint8_t upload) {
    auto entry = GenerationFixture::entry("lamps.txt", text);
    entry.upload.bytes.fill(upload);
    return entry;
}

// What was answered before the power went.
struct Told {
    bool has_old = false;
    std::size_t new_chunks = 0;
    bool has_new = false;
};

Told write_until_cut(const std::filesystem::path& file, const test::PowerCutDisk& disk) {
    Told told;
    boost::asio::thread_pool writers{1};
    auto opened = Generation::open(file, writers);
    if (!opened) return told;
    auto generation = std::move(*opened);
    const auto open = [&](const DocumentEntry& entry) {
        return answer_before_cut<OpenedDocument>(disk, [&](auto done) {
            generation->open_document(entry, done);
        });
    };
    const auto commit = [&](DocumentRow row, std::vector<Chunk> chunks) {
        return answer_before_cut<void>(
                   disk, [&](auto done) { generation->commit_chunks(row, std::move(chunks), done); }
        ).has_value();
    };
    const auto complete = [&](DocumentRow row, std::size_t chunks) {
        DocumentSummary summary;
        summary.chunks = chunks;
        return answer_before_cut<Placed>(
                   disk, [&](auto done) { generation->complete_document(row, summary, {}, done); }
        ).has_value();
    };
    const auto older = open(version_of(old_text, 1));
    const auto old_chunks = cut(old_text);
    told.has_old =
        older && commit(older->row, old_chunks) && complete(older->row, old_chunks.size());
    const auto newer = open(version_of(new_text, 2));
    const auto new_chunks = cut(new_text);
    for (const auto& chunk : new_chunks) {
        if (newer && commit(newer->row, {chunk})) ++told.new_chunks;
    }
    told.has_new = newer && complete(newer->row, new_chunks.size());
    generation.reset();
    writers.join();
    return told;
}

// What was told is there; going on from it gives the whole.
void check_restored(GenerationFixture& restored, const Told& told) {
    const auto id = version_of(new_text, 2).id;
    if (told.has_new) REQUIRE(restored.text_of(id) == new_text);
    if (told.has_old && told.new_chunks == 0) REQUIRE(restored.text_of(id) == old_text);
    if (told.has_old) REQUIRE(restored.found("harbour").size() == 1);

    const auto opened = restored.open(version_of(new_text, 2));
    REQUIRE(opened);
    REQUIRE(opened->chunks >= told.new_chunks);
    if (!opened->is_complete) {
        const auto chunks = cut(new_text);
        REQUIRE(restored.commit(opened->row, chunks));
        REQUIRE(restored.complete(opened->row, chunks.size()));
    }
    REQUIRE(restored.text_of(id) == new_text);
    REQUIRE(restored.found("six").size() == 1);
    REQUIRE(restored.found("four").empty());
}

}  // namespace

TEST_CASE(
    "whenever the power goes, what a generation has told as committed is there",
    "[index][power_loss]"
) {
    const auto unsynced = GENERATE(Unsynced::lost, Unsynced::kept, Unsynced::torn);
    bool was_cut = true;
    std::size_t step = 0;
    for (; was_cut; step += test::power_cut_stride) {
        const test::TemporaryDirectory before;
        Told told;
        const test::TemporaryDirectory after;
        {
            test::PowerCutDisk disk;
            disk.cut_at(step + 1);
            told = write_until_cut(before / "generation.db", disk);
            was_cut = disk.is_cut();
            disk.restore(after.path(), unsynced, static_cast<unsigned>(step));
        }
        CAPTURE(step, unsynced);
        const test::PowerCutDisk never_cut;  // and quick, since nothing is really synced
        GenerationFixture restored;
        restored.open_file(after / "generation.db");
        check_restored(restored, told);
        REQUIRE((was_cut || told.has_new));
    }
    REQUIRE(step > 40);
}

}  // namespace ingestd::index
