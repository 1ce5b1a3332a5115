// Which version of a key stands, whatever order uploads complete, end or are cancelled in.
#include <algorithm>
#include <thread>

#include <ingestd/sqlite/connection.hpp>
#include <ingestd/sqlite/migrations.hpp>
#include <ingestd_sql/index.hpp>

#include "../../src/index/words_tokenizer.hpp"
#include "generation_fixture.hpp"

namespace ingestd::index {
namespace {

using Texts = std::vector<std::string>;

// An upload of several documents can be cancelled as long as it has not ended; its documents do not
// settle by themselves.
constexpr PlacingRules in_work{.on_same_key = OnSameKey::replace, .settles = false};

struct SuccessionFixture : GenerationFixture {
    // Opens and writes one chunk; what is left is to complete it.
    DocumentRow write(const DocumentEntry& document, const std::string& text) {
        const auto opened = open(document);
        REQUIRE(opened);
        REQUIRE_FALSE(opened->is_complete);
        REQUIRE(commit(opened->row, one_chunk(text)));
        return opened->row;
    }
    Placed end(DocumentRow row, PlacingRules rules = {}) {
        DocumentSummary summary;
        summary.chunks = 1;
        const auto placed = place(row, summary, rules);
        REQUIRE(placed);
        return *placed;
    }
    Placed bring(const DocumentEntry& document, const std::string& text, PlacingRules rules = {}) {
        return end(write(document, text), rules);
    }
    std::vector<ReleasedDocument> settle(
        const UploadId& upload, OnSameKey on_same_key = OnSameKey::replace
    ) {
        const auto released = answer_of<std::vector<ReleasedDocument>>([&](auto done) {
            generation->settle_upload(upload, {.on_same_key = on_same_key}, done);
        });
        REQUIRE(released);
        return *released;
    }
    void cancel(const UploadId& upload) {
        REQUIRE(answer_of<void>([&](auto done) { generation->discard_upload(upload, done); }));
    }
    // Versions in the file, seen or not.
    std::int64_t versions() const {
        auto connection = sqlite::Connection::open(file());
        REQUIRE(connection);
        auto count = connection->query("SELECT count(*) FROM documents");
        count.step();
        return count.integer(0);
    }
};

TEST_CASE("of two uploads that bring a key the one accepted last stands", "[index][succession]") {
    SuccessionFixture fixture;
    const auto older = fixture.entry("a.txt", "1");
    const auto newer = fixture.entry("a.txt", "2");
    const bool older_opens_first = GENERATE(true, false);
    const bool older_ends_first = GENERATE(true, false);
    const auto write = [&](bool is_older) {
        return is_older ? fixture.write(older, "shared older")
                        : fixture.write(newer, "shared newer");
    };
    const auto first = write(older_opens_first);
    const auto second = write(!older_opens_first);
    const auto older_row = older_opens_first ? first : second;
    const auto newer_row = older_opens_first ? second : first;
    REQUIRE(fixture.found("shared").size() == 1);

    const auto early = fixture.end(older_ends_first ? older_row : newer_row);
    REQUIRE(fixture.found("shared") == Texts{older_ends_first ? "shared older" : "shared newer"});
    const auto late = fixture.end(older_ends_first ? newer_row : older_row);

    REQUIRE(early == Placed{});
    const auto expected =
        older_ends_first ? Placed{Standing::stands, 1} : Placed{Standing::superseded, std::nullopt};
    REQUIRE(late == expected);
    REQUIRE(fixture.found("shared") == Texts{"shared newer"});
    REQUIRE(fixture.versions() == 1);
}

TEST_CASE(
    "an older upload that comes to a key after a newer one does nothing", "[index][succession]"
) {
    SuccessionFixture fixture;
    const auto older = fixture.entry("a.txt", "1");
    fixture.bring(fixture.entry("a.txt", "2"), "newer");

    const auto opened = fixture.open(older);

    REQUIRE(opened->is_complete);
    REQUIRE(opened->standing == Standing::superseded);
    REQUIRE(fixture.versions() == 1);
}

TEST_CASE("the same brought twice at the same time is there once", "[index][succession]") {
    SuccessionFixture fixture;
    const auto first = fixture.write(fixture.entry("a.txt", "same"), "words");
    const auto second = fixture.write(fixture.entry("a.txt", "same"), "words");
    const bool in_order = GENERATE(true, false);

    REQUIRE(fixture.end(in_order ? first : second) == Placed{});
    REQUIRE(fixture.end(in_order ? second : first) == Placed{Standing::unchanged, std::nullopt});

    REQUIRE(fixture.found("words") == Texts{"words"});
    REQUIRE(fixture.versions() == 1);
}

TEST_CASE(
    "what was said to be unchanged is not replaced by an upload accepted before",
    "[index][succession]"
) {
    SuccessionFixture fixture;
    fixture.bring(fixture.entry("a.txt", "same"), "the same");
    const auto older = fixture.write(fixture.entry("a.txt", "other"), "the other");
    REQUIRE(fixture.open(fixture.entry("a.txt", "same"))->standing == Standing::unchanged);

    REQUIRE(fixture.end(older).standing == Standing::superseded);

    REQUIRE(fixture.found("the") == Texts{"the same"});
}

TEST_CASE("a cancelled upload leaves what it had replaced standing", "[index][succession]") {
    SuccessionFixture fixture;
    fixture.bring(fixture.entry("a.txt", "1"), "animal badger");
    const auto newer = fixture.entry("a.txt", "2");
    REQUIRE(fixture.bring(newer, "animal heron", in_work).replaced == 1);
    REQUIRE(fixture.found("animal") == Texts{"animal heron"});

    fixture.reopen();  // also after a restart
    fixture.cancel(newer.upload);

    REQUIRE(fixture.found("animal") == Texts{"animal badger"});
    REQUIRE(fixture.generation->counts().documents == 1);
    REQUIRE(fixture.versions() == 1);
}

TEST_CASE("what a completed upload has replaced is gone", "[index][succession]") {
    SuccessionFixture fixture;
    std::vector<DocumentEntry> newer;
    for (std::uint32_t i = 0; i < 70; ++i) {  // more than one transaction removes
        const auto key = std::to_string(i);
        fixture.bring(fixture.entry(key, "1"), "badger");
        newer.push_back(fixture.entry(key, "2"));
        newer.back().upload = newer.front().upload;
        newer.back().ordinal = i;
        fixture.bring(newer.back(), "heron", in_work);
    }
    REQUIRE(fixture.versions() == 140);

    REQUIRE(fixture.settle(newer.front().upload).empty());

    REQUIRE(fixture.versions() == 70);
    REQUIRE(fixture.found("badger").empty());
    REQUIRE(fixture.generation->counts().documents == 70);
}

TEST_CASE(
    "of a chain of versions the newest that was not cancelled stands", "[index][succession]"
) {
    SuccessionFixture fixture;
    fixture.bring(fixture.entry("a.txt", "0"), "version zero");
    const auto first = fixture.entry("a.txt", "1");
    const auto second = fixture.entry("a.txt", "2");
    // The older one of the two may come to its end last: it stands behind the newer one.
    const bool in_order = GENERATE(true, false);
    if (in_order) fixture.bring(first, "version one", in_work);
    fixture.bring(second, "version two", in_work);
    if (!in_order)
        REQUIRE(fixture.bring(first, "version one", in_work).standing == Standing::superseded);
    REQUIRE(fixture.found("version") == Texts{"version two"});

    SECTION("the newest is cancelled") {
        fixture.cancel(second.upload);
        REQUIRE(fixture.found("version") == Texts{"version one"});
        fixture.cancel(first.upload);
        REQUIRE(fixture.found("version") == Texts{"version zero"});
    }
    SECTION("the one between is cancelled") {
        fixture.cancel(first.upload);
        REQUIRE(fixture.found("version") == Texts{"version two"});
        fixture.cancel(second.upload);
        REQUIRE(fixture.found("version") == Texts{"version zero"});
    }
    SECTION("the one between completes") {
        fixture.settle(first.upload);
        REQUIRE(fixture.found("version") == Texts{"version two"});
        fixture.cancel(second.upload);
        REQUIRE(fixture.found("version") == Texts{"version one"});
    }
    SECTION("the newest completes") {
        fixture.settle(second.upload);
        fixture.cancel(first.upload);
        REQUIRE(fixture.found("version") == Texts{"version two"});
    }
    SECTION("both complete") {
        fixture.settle(second.upload);
        fixture.settle(first.upload);
        REQUIRE(fixture.found("version") == Texts{"version two"});
    }
    REQUIRE(fixture.versions() == 1);
    REQUIRE(fixture.generation->counts().documents == 1);
}

TEST_CASE("an upload does not lean on what another may still take back", "[index][succession]") {
    SuccessionFixture fixture;
    const auto first = fixture.entry("a.txt", "same");
    fixture.bring(first, "the words", in_work);

    const auto second = fixture.entry("a.txt", "same");
    REQUIRE(fixture.bring(second, "the words") == Placed{Standing::stands, 1});
    fixture.cancel(first.upload);

    REQUIRE(fixture.found("words") == Texts{"the words"});
    REQUIRE(fixture.versions() == 1);
}

TEST_CASE("a document that was deleted does not come back", "[index][succession]") {
    SuccessionFixture fixture;
    fixture.bring(fixture.entry("a.txt", "1"), "badger");
    const auto newer = fixture.entry("a.txt", "2");
    fixture.bring(newer, "heron", in_work);

    REQUIRE(fixture.remove(newer.id));
    fixture.cancel(newer.upload);

    REQUIRE(fixture.generation->counts().documents == 0);
    REQUIRE(fixture.versions() == 0);
}

TEST_CASE("what is held is found by nobody until its upload is settled", "[index][succession]") {
    SuccessionFixture fixture;
    fixture.bring(fixture.entry("a.txt", "1"), "animal badger");
    auto a = fixture.entry("a.txt", "2"), b = fixture.entry("b.txt", "1");
    b.upload = a.upload;
    b.ordinal = 1;
    a.is_held = b.is_held = true;
    REQUIRE(fixture.bring(a, "animal heron", in_work).replaced == 1);
    fixture.bring(b, "animal otter", in_work);
    REQUIRE(fixture.found("animal") == Texts{"animal badger"});

    SECTION("it completes") {
        const auto released = fixture.settle(a.upload);
        REQUIRE(
            released ==
            std::vector<ReleasedDocument>{
                {0, {Standing::stands, 1}}, {1, {Standing::stands, std::nullopt}}}
        );
        auto found = fixture.found("animal");
        std::sort(found.begin(), found.end());
        REQUIRE(found == Texts{"animal heron", "animal otter"});
        REQUIRE(fixture.versions() == 2);
        REQUIRE(fixture.settle(a.upload).empty());
    }
    SECTION("it is cancelled") {
        fixture.cancel(a.upload);
        REQUIRE(fixture.found("animal") == Texts{"animal badger"});
        REQUIRE(fixture.versions() == 1);
    }
    SECTION("a later upload has brought a key meanwhile") {
        fixture.bring(fixture.entry("a.txt", "3"), "animal crane");
        REQUIRE(fixture.settle(a.upload).front().placed.standing == Standing::superseded);
        auto found = fixture.found("animal");
        std::sort(found.begin(), found.end());
        REQUIRE(found == Texts{"animal crane", "animal otter"});
        REQUIRE(fixture.versions() == 2);
    }
}

TEST_CASE("held documents appear in one instant", "[index][succession][threads]") {
    SuccessionFixture fixture;
    UploadId upload;
    for (std::uint32_t i = 0; i < 20; ++i) {
        auto entry = fixture.entry("k" + std::to_string(i), "1");
        if (i == 0) upload = entry.upload;
        entry.upload = upload;
        entry.ordinal = i;
        entry.is_held = true;
        fixture.bring(entry, "common", in_work);
    }
    std::atomic<bool> is_over{false};
    std::atomic<int> partly{0}, none{0};
    std::thread reader{[&] {
        while (!is_over) {
            const auto seen = fixture.generation->search({"common", 50}).hits.size();
            none += seen == 0 ? 1 : 0;
            partly += seen != 0 && seen != 20 ? 1 : 0;
        }
    }};
    while (none == 0) std::this_thread::yield();

    fixture.settle(upload);
    is_over = true;
    reader.join();

    REQUIRE(partly == 0);
    REQUIRE(fixture.found("common", 50).size() == 20);
}

TEST_CASE(
    "kept beside: the newcomer is given the first number that is free", "[index][succession]"
) {
    SuccessionFixture fixture;
    fixture.bring(fixture.entry("a.txt", "1"), "note one");
    const auto keep = [&](std::string_view content) {
        auto entry = fixture.entry("a.txt", content);
        entry.on_same_key = OnSameKey::keep;
        return entry;
    };
    const auto second = keep("2"), third = keep("3");
    const auto row = fixture.write(second, "note two");

    REQUIRE(fixture.open(third)->key == "a.txt (3)");  // the second is taken, though still in work
    REQUIRE(fixture.open(second)->key == "a.txt (2)");
    REQUIRE(fixture.end(row) == Placed{});

    fixture.reopen();
    const auto again = fixture.open(second);  // a name that was given stays
    REQUIRE(again->key == "a.txt (2)");
    REQUIRE(again->is_complete);
    const auto kept = fixture.generation->find_document(document_id("letters", "a.txt (2)"));
    REQUIRE(kept);
    REQUIRE(kept->filename == "a.txt (2)");
    REQUIRE(fixture.found("note").size() == 2);
    REQUIRE(fixture.open(keep("2"))->standing == Standing::unchanged);
    REQUIRE(fixture.open(keep("1"))->standing == Standing::unchanged);
}

TEST_CASE("skipped: the one that is there stays", "[index][succession]") {
    SuccessionFixture fixture;
    const auto skip = [&](std::string_view content) {
        auto entry = fixture.entry("a.txt", content);
        entry.on_same_key = OnSameKey::skip;
        return entry;
    };
    const PlacingRules rules{.on_same_key = OnSameKey::skip, .settles = true};

    SECTION("it was there before") {
        fixture.bring(fixture.entry("a.txt", "1"), "note one");
        const auto opened = fixture.open(skip("2"));
        REQUIRE(opened->is_complete);
        REQUIRE(opened->standing == Standing::skipped);
        REQUIRE(fixture.open(skip("1"))->standing == Standing::unchanged);
    }
    SECTION("it came while the newcomer was written") {
        const auto row = fixture.write(skip("2"), "note two");
        fixture.bring(fixture.entry("a.txt", "1"), "note one");
        REQUIRE(fixture.end(row, rules).standing == Standing::skipped);
    }
    SECTION("there is none") {
        REQUIRE(fixture.bring(skip("1"), "note one", rules) == Placed{});
    }
    REQUIRE(fixture.found("note") == Texts{"note one"});
    REQUIRE(fixture.versions() == 1);
}

TEST_CASE("skipped for one that is then cancelled: the newcomer stands", "[index][succession]") {
    SuccessionFixture fixture;
    const auto other = fixture.entry("a.txt", "1");
    fixture.bring(other, "note one", in_work);
    auto newcomer = fixture.entry("a.txt", "2");
    newcomer.on_same_key = OnSameKey::skip;

    const auto placed =
        fixture.bring(newcomer, "note two", {.on_same_key = OnSameKey::skip, .settles = true});
    REQUIRE(placed.standing == Standing::skipped);
    REQUIRE(fixture.found("note") == Texts{"note one"});
    fixture.cancel(other.upload);

    REQUIRE(fixture.found("note") == Texts{"note two"});
}

TEST_CASE("what a file of an earlier version holds stands", "[index][succession][migration]") {
    GenerationFixture fixture;
    fixture.generation.reset();
    std::filesystem::remove(fixture.file());
    const auto now = wall_now();
    {
        auto connection = sqlite::Connection::open(fixture.file());
        REQUIRE(connection);
        register_words_tokenizer(*connection);
        REQUIRE(sqlite::migrate(*connection, std::span{sql::migrations}.first(1)));
        connection
            ->query(
                "INSERT INTO documents (document_id, key, filename, metadata, fingerprint, "
                "upload, ordinal, visible, complete, indexed) VALUES (:id, 'a.txt', 'a.txt', "
                "'{}', :fingerprint, :upload, 0, 1, 1, :now)"
            )
            .bind(":id", document_id("letters", "a.txt"))
            .bind(":fingerprint", sha256("same").bytes)
            .bind(":upload", UploadId::random())
            .bind(":now", now.time_since_epoch().count())
            .run();
    }
    fixture.reopen();

    REQUIRE(fixture.open(fixture.entry("a.txt", "same"))->standing == Standing::unchanged);
    auto newer = fixture.entry("a.txt", "other");
    newer.accepted = now + std::chrono::seconds{1};
    REQUIRE(fixture.open(newer)->standing == Standing::stands);
}

}  // namespace
}  // namespace ingestd::index
