// The power goes at every write and sync in turn: what had been promised is there afterwards.
#include <map>
#include <optional>
#include <set>

#include <ingestd/catalog/catalog.hpp>

#include "support/catch.hpp"
#include "support/power_cut_disk.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::catalog {
namespace {

using test::answer_before_cut;
using Unsynced = test::PowerCutDisk::Unsynced;

DocumentRecord document(std::uint32_t ordinal, std::string body) {
    DocumentRecord made;
    made.ordinal = ordinal;
    made.key = "note-" + std::to_string(ordinal);
    made.filename = made.key;
    made.bytes = body.size();
    made.body = std::move(body);
    return made;
}

// Two documents, the second larger than a page; the same for the same number.
NewUpload upload(unsigned number) {
    NewUpload made;
    made.id.bytes.fill(static_cast<std::uint8_t>(number));
    made.collection = "notes-" + std::to_string(number % 2);
    made.force_recreate = number == 2;
    made.received = Timestamp{std::chrono::microseconds{number}};
    made.documents.push_back(document(0, "a short note"));
    made.documents.push_back(document(1, std::string(9'000, static_cast<char>('a' + number))));
    return made;
}

const auto built = GenerationId::random();
constexpr unsigned uploads = 4;

// What was answered before the power went.
struct Promised {
    std::set<unsigned> accepted;
    bool has_generation = false;
    bool has_outcome = false;
    bool is_finished = false;
};

Promised write_until_cut(const std::filesystem::path& file, const test::PowerCutDisk& disk) {
    Promised promised;
    boost::asio::thread_pool writers{1};
    auto opened = Catalog::open(file, writers);
    if (!opened) return promised;
    auto& catalog = **opened;
    for (unsigned number = 1; number <= uploads; ++number) {
        const auto accepted = answer_before_cut<Admission>(disk, [&](auto done) {
            catalog.accept(upload(number), done);
        });
        if (accepted) promised.accepted.insert(number);
    }
    if (!promised.accepted.contains(2)) return promised;
    const auto recreating = upload(2).id;
    promised.has_generation = answer_before_cut<void>(disk, [&](auto done) {
                                  catalog.note_generation(recreating, built, done);
                              }).has_value();
    promised.has_outcome = answer_before_cut<void>(disk, [&](auto done) {
                               catalog.record_outcome(recreating, {.ordinal = 1}, done);
                           }).has_value();
    promised.is_finished =
        answer_before_cut<std::optional<GenerationId>>(disk, [&](auto done) {
            catalog.finish(recreating, Status::completed, "{\"terminal\":true}", built, done);
        }).has_value();
    return promised;
}

// All of the upload or nothing, and all of it where it was promised.
void check_upload(const Catalog& catalog, unsigned number, bool is_promised) {
    const auto expected = upload(number);
    const auto found = catalog.find_upload(expected.id);
    CAPTURE(number, is_promised);
    REQUIRE((found || !is_promised));
    if (!found) return;
    REQUIRE(catalog.results(expected.id).size() == expected.documents.size());
    for (const auto& sent : expected.documents)
        REQUIRE(catalog.body(expected.id, sent.ordinal) == sent.body);
    REQUIRE(catalog.find_collection(expected.collection));
}

void check_restored(const Catalog& catalog, const Promised& promised) {
    for (unsigned number = 1; number <= uploads; ++number)
        check_upload(catalog, number, promised.accepted.contains(number));
    const auto recreating = catalog.find_upload(upload(2).id);
    if (promised.has_outcome) REQUIRE(catalog.results(recreating->id)[1].outcome);
    if (promised.is_finished) REQUIRE(recreating->status == Status::completed);
    if (!recreating) return;
    // The end and the swap are one step.
    const bool is_current = catalog.find_collection(recreating->collection)->generation == built;
    REQUIRE(is_current == (recreating->status == Status::completed));
    if (!promised.has_generation || is_current) return;
    REQUIRE(catalog.unfinished()[1].generation == built);
}

}  // namespace

TEST_CASE(
    "whenever the power goes, what the catalog has answered is there", "[catalog][power_loss]"
) {
    const auto unsynced = GENERATE(Unsynced::lost, Unsynced::kept, Unsynced::torn);
    bool was_cut = true;
    std::size_t step = 0;
    for (; was_cut; step += test::power_cut_stride) {
        const test::TemporaryDirectory before, after;
        Promised promised;
        {
            test::PowerCutDisk disk;
            disk.cut_at(step + 1);
            promised = write_until_cut(before / "catalog.db", disk);
            was_cut = disk.is_cut();
            disk.restore(after.path(), unsynced, static_cast<unsigned>(step));
        }
        const test::PowerCutDisk never_cut;  // and quick, since nothing is really synced
        boost::asio::thread_pool writers{1};
        const auto restored = Catalog::open(after / "catalog.db", writers);

        CAPTURE(step, unsynced);
        REQUIRE(restored);
        check_restored(**restored, promised);
        REQUIRE((was_cut || (promised.accepted.size() == uploads && promised.is_finished)));
    }
    REQUIRE(step > 30);
}

}  // namespace ingestd::catalog
