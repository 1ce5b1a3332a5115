#include <thread>

#include <ingestd/index/errc.hpp>
#include <ingestd/sqlite/connection.hpp>
#include <ingestd_sql/index.hpp>

#include "../../src/index/row_counts.hpp"
#include "../../src/index/row_holds.hpp"
#include "../../src/index/words_tokenizer.hpp"
#include "generation_fixture.hpp"
#include "support/query_plans.hpp"

namespace ingestd::index {
namespace {

using namespace std::literals;
using Texts = std::vector<std::string>;

// Looks into the file beside the generation.
sqlite::Connection look_into(const GenerationFixture& fixture) {
    auto connection = sqlite::Connection::open(fixture.file());
    REQUIRE(connection);
    register_words_tokenizer(*connection);
    register_row_counts(*connection);
    register_row_holds(*connection);
    return std::move(*connection);
}

// The full-text index agrees with the chunks: FTS5 compares every word with the content.
void check_terms(const GenerationFixture& fixture) {
    auto connection = look_into(fixture);
    REQUIRE_NOTHROW(connection.execute(
        "INSERT INTO chunk_terms (chunk_terms, rank) VALUES ('integrity-check', 1)"
    ));
}

TEST_CASE("a chunk is found as soon as its commit is told, on any thread", "[index]") {
    GenerationFixture fixture;
    const auto opened = fixture.open(fixture.entry("a.txt"));
    std::promise<std::size_t> seen;

    fixture.generation
        ->commit_chunks(opened->row, one_chunk("the quick fox"), [&](const Result<void>&) {
            std::thread{[&] {
                seen.set_value(fixture.generation->search({"fox", 10}).hits.size());
            }}.join();
        });

    REQUIRE(seen.get_future().get() == 1);
}

TEST_CASE("everything is there after the file was closed and opened again", "[index]") {
    GenerationFixture fixture;
    auto entry = fixture.entry("a.txt");
    entry.metadata = R"({"lang":"en"})";
    auto chunks = cut("The first sentence here. And the second sentence.", 25);
    chunks[1].page = 3;
    chunks[1].page_end = 4;
    chunks[1].headings = {"Part One", "Chapter\x1F Two"};
    chunks[1].enrichment = {"en", {"second", "sentence"}, 4, 24, 1};
    DocumentSummary summary;
    summary.facts = {
        "pdf",
        "Declared",
        "Author",
        "en-GB",
        "",
        "2024-10-08T09:40:40Z",
        "2024-10-09",
        4,
        {"1 page holds no text"}};
    summary.title = "A title";
    summary.language = "en";
    summary.pages = {{3, {0, 30}}, {4, {30, 49}}};
    summary.text_bytes = 49;
    summary.chunks = 2;
    const auto row = fixture.open(entry)->row;
    REQUIRE(fixture.commit(row, chunks));
    REQUIRE(fixture.complete(row, summary));

    fixture.reopen();

    const auto document = fixture.generation->find_document(entry.id);
    REQUIRE(document);
    REQUIRE(document->key == "a.txt");
    REQUIRE(document->metadata == entry.metadata);
    REQUIRE(document->upload == entry.upload);
    REQUIRE(document->chunks == 2);
    REQUIRE(document->summary.facts == summary.facts);
    REQUIRE(document->summary.title == "A title");
    REQUIRE(document->summary.language == "en");
    REQUIRE(document->summary.pages == summary.pages);
    REQUIRE(document->summary.text_bytes == 49);
    const auto stored = fixture.generation->chunks(entry.id, 0, 10);
    REQUIRE(stored.size() == 2);
    REQUIRE(stored[0].chunk == chunks[0]);
    chunks[1].headings = {"Part One", "Chapter  Two"};  // U+001F is what joins them
    REQUIRE(stored[1].chunk == chunks[1]);
    REQUIRE(stored[1].id == chunk_id(entry.id, 1));
    REQUIRE(stored[1].metadata == entry.metadata);
    REQUIRE(fixture.found("second").size() == 1);
    const auto counts = fixture.generation->counts();
    REQUIRE(counts.documents == 1);
    REQUIRE(counts.chunks == 2);
    REQUIRE(counts.text_bytes == 49);
}

TEST_CASE("a closed generation is one file", "[index]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("heron"));
    REQUIRE(fixture.found("heron").size() == 1);  // a reader is open as well

    fixture.generation.reset();

    REQUIRE(std::filesystem::exists(fixture.file()));
    REQUIRE_FALSE(std::filesystem::exists(fixture.file() += "-wal"));
}

TEST_CASE("the text of a document is its chunks' without their overlap", "[index]") {
    const auto overlap = GENERATE(0u, 7u);
    const auto bytes = GENERATE(20u, 100'000u);
    GenerationFixture fixture;
    std::string text;
    while (text.size() < 200'000) text += "word " + std::to_string(text.size()) + " of it, ";
    const auto entry = fixture.entry("a.txt");
    fixture.add(entry, cut(text, bytes, overlap));

    std::size_t longest = 0;
    REQUIRE(fixture.generation->read_text(entry.id, [&](std::string_view piece) {
        longest = std::max(longest, piece.size());
        return true;
    }));

    REQUIRE(fixture.text_of(entry.id) == text);
    REQUIRE(longest <= 65'536);
}

TEST_CASE("reading a text stops when the reader has enough", "[index]") {
    GenerationFixture fixture;
    const auto entry = fixture.entry("a.txt");
    fixture.add(entry, cut(std::string(300'000, 'x'), 10'000));
    int pieces = 0;

    REQUIRE(fixture.generation->read_text(entry.id, [&](std::string_view) { return ++pieces < 2; })
    );

    REQUIRE(pieces == 2);
    REQUIRE_FALSE(fixture.generation->read_text(document_id("x", "y"), [](auto) { return true; }));
}

TEST_CASE("after a restart an upload goes on at the chunk where it was", "[index][resume]") {
    GenerationFixture fixture;
    const auto entry = fixture.entry("a.txt");
    const auto chunks = cut("one two three four five six seven", 8);
    REQUIRE(chunks.size() == 5);
    const auto row = fixture.open(entry)->row;
    REQUIRE(fixture.commit(row, {chunks[0], chunks[1]}));

    fixture.reopen();
    const auto again = fixture.open(entry);

    REQUIRE(again->row == row);
    REQUIRE(again->chunks == 2);
    REQUIRE_FALSE(again->is_complete);
    REQUIRE(fixture.commit(row, chunks));  // those that are there already are passed over
    REQUIRE(fixture.complete(row, 5));
    REQUIRE(fixture.text_of(entry.id) == "one two three four five six seven");
    REQUIRE(fixture.generation->counts().chunks == 5);
    check_terms(fixture);
}

TEST_CASE("chunks that were cut otherwise are not gone on with", "[index][resume]") {
    GenerationFixture fixture;
    auto entry = fixture.entry("a.txt");
    entry.cut_by = "1";
    const auto row = fixture.open(entry)->row;
    REQUIRE(fixture.commit(row, one_chunk("one two three")));

    fixture.reopen();
    REQUIRE(fixture.open(entry)->chunks == 1);
    entry.cut_by = "2";
    const auto anew = fixture.open(entry);

    REQUIRE(anew->chunks == 0);
    REQUIRE(anew->key == "a.txt");
    REQUIRE(fixture.found("two").empty());
    REQUIRE(fixture.commit(anew->row, cut("one two three", 8)));
    REQUIRE(fixture.complete(anew->row, 2));
    REQUIRE(fixture.text_of(entry.id) == "one two three");
    check_terms(fixture);

    entry.cut_by = "3";  // what is complete stands, however it was cut
    REQUIRE(fixture.open(entry)->is_complete);
}

TEST_CASE("after a restart an upload is told the languages of its chunks", "[index][resume]") {
    GenerationFixture fixture;
    const auto entry = fixture.entry("a.txt");
    auto chunks = cut("eins zwei drei vier fünf one two", 9);
    for (auto& chunk : chunks) chunk.enrichment.language = chunk.position < 3 ? "de" : "en";
    const auto opened = fixture.open(entry);
    REQUIRE(opened->bytes_by_language.empty());
    REQUIRE(fixture.commit(opened->row, chunks));

    fixture.reopen();
    const auto again = fixture.open(entry);

    REQUIRE(
        again->bytes_by_language == std::map<std::string, std::uint64_t>{{"de", 27}, {"en", 6}}
    );
}

TEST_CASE("a restart that meets a finished document is told all of it", "[index][resume]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt", "old"), cut("an older version of it", 5));
    const auto entry = fixture.entry("a.txt", "new");
    const auto row = fixture.open(entry)->row;
    REQUIRE(fixture.commit(row, one_chunk("new")));
    DocumentSummary summary;
    summary.facts.pages = 7;
    summary.facts.warnings = {"careful"};
    summary.chunks = 1;
    REQUIRE(fixture.complete(row, summary).value() == 5);

    const auto again = fixture.open(entry);

    REQUIRE(again->is_complete);
    REQUIRE(again->standing == Standing::stands);
    REQUIRE(again->chunks == 1);
    REQUIRE(again->pages == 7);
    REQUIRE(again->warnings == Texts{"careful"});
    REQUIRE(again->replaced == 5);
    REQUIRE(fixture.complete(row, summary).value() == 5);  // a second time changes nothing
}

TEST_CASE("the same key made from the same is unchanged", "[index]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt", "same"), cut("some words to be found", 8));

    const auto again = fixture.open(fixture.entry("a.txt", "same"));

    REQUIRE(again->standing == Standing::unchanged);
    REQUIRE(again->is_complete);
    REQUIRE(again->chunks == 3);
    REQUIRE_FALSE(again->replaced);
}

TEST_CASE("a document that is not yet complete is not taken as unchanged", "[index]") {
    GenerationFixture fixture;
    REQUIRE(fixture.open(fixture.entry("a.txt", "same")));

    REQUIRE(fixture.open(fixture.entry("a.txt", "same"))->standing == Standing::stands);
}

TEST_CASE(
    "a newer version is hidden until it is complete, then the older one is gone", "[index][replace]"
) {
    GenerationFixture fixture;
    const auto older = fixture.entry("a.txt", "old");
    fixture.add(older, one_chunk("animal: badger"));
    const auto newer = fixture.entry("a.txt", "new");
    const auto row = fixture.open(newer)->row;
    REQUIRE(fixture.commit(row, one_chunk("animal: heron")));

    REQUIRE(fixture.found("animal") == Texts{"animal: badger"});
    REQUIRE(fixture.found("heron").empty());
    REQUIRE(fixture.generation->documents("", 10).size() == 1);
    REQUIRE(fixture.generation->counts().chunks == 1);
    REQUIRE(fixture.text_of(older.id) == "animal: badger");

    REQUIRE(fixture.complete(row, 1).value() == 1);

    REQUIRE(fixture.found("animal") == Texts{"animal: heron"});
    REQUIRE(fixture.found("badger").empty());
    REQUIRE(fixture.generation->counts().documents == 1);
    REQUIRE(fixture.generation->counts().chunks == 1);
    REQUIRE(fixture.text_of(older.id) == "animal: heron");
    check_terms(fixture);
}

TEST_CASE(
    "while versions are replaced a reader sees exactly one of them", "[index][replace][threads]"
) {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt", "0"), cut("common version number 0", 6));
    std::atomic<bool> is_over{false};
    std::atomic<int> wrong{0}, reads{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i) {
        readers.emplace_back([&] {
            while (!is_over) {
                wrong += fixture.generation->search({"common", 10}).hits.size() == 1 ? 0 : 1;
                wrong += fixture.generation->documents("", 10).size() == 1 ? 0 : 1;
                ++reads;
            }
        });
    }

    for (int version = 1; version <= 30 || reads < 20; ++version) {
        const auto text = "common version number " + std::to_string(version);
        fixture.add(fixture.entry("a.txt", std::to_string(version)), cut(text, 6));
    }
    is_over = true;
    for (auto& reader : readers) reader.join();

    REQUIRE(wrong == 0);
    check_terms(fixture);
}

TEST_CASE("what was discarded leaves nothing, and the older version stands", "[index]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt", "old"), one_chunk("badger"));
    const auto row = fixture.open(fixture.entry("a.txt", "new"))->row;
    const auto other = fixture.open(fixture.entry("b.txt"))->row;
    REQUIRE(fixture.commit(row, cut("heron heron heron heron heron", 6)));
    REQUIRE(fixture.commit(other, cut("otter otter otter", 6)));

    REQUIRE(fixture.discard(row));
    REQUIRE(fixture.discard(other));
    REQUIRE(fixture.discard(other));  // gone already

    REQUIRE(fixture.found("heron otter").empty());
    REQUIRE(fixture.found("badger") == Texts{"badger"});
    REQUIRE(fixture.generation->counts().chunks == 1);
    check_terms(fixture);
    REQUIRE(fixture.commit(other, one_chunk("late")).error().code == Errc::unknown_document);
    REQUIRE(fixture.complete(other, 0).error().code == Errc::unknown_document);
}

TEST_CASE("all that an upload has brought can be discarded, and only that", "[index]") {
    GenerationFixture fixture;
    auto first = fixture.entry("a.txt"), second = fixture.entry("b.txt");
    second.upload = first.upload;
    second.ordinal = 1;
    fixture.add(first, one_chunk("badger a"));
    const auto row = fixture.open(second)->row;
    REQUIRE(fixture.commit(row, one_chunk("badger b")));
    fixture.add(fixture.entry("c.txt"), one_chunk("badger c"));

    REQUIRE(answer_of<void>([&](auto done) {
        fixture.generation->discard_upload(first.upload, done);
    }));

    REQUIRE(fixture.found("badger") == Texts{"badger c"});
    check_terms(fixture);
}

TEST_CASE("a removed document is found no longer", "[index]") {
    GenerationFixture fixture;
    const auto entry = fixture.entry("a.txt");
    fixture.add(entry, cut("some words to be found", 8));

    REQUIRE(fixture.remove(entry.id));
    REQUIRE_FALSE(fixture.remove(entry.id));

    REQUIRE(fixture.found("words").empty());
    REQUIRE_FALSE(fixture.generation->find_document(entry.id));
    REQUIRE(fixture.generation->chunks(entry.id, 0, 10).empty());
    REQUIRE(fixture.generation->counts().chunks == 0);
    check_terms(fixture);
}

TEST_CASE("chunks after a gap are refused", "[index]") {
    GenerationFixture fixture;
    const auto row = fixture.open(fixture.entry("a.txt"))->row;
    const auto chunks = cut("one two three four", 4);
    REQUIRE(fixture.commit(row, {chunks[0]}));

    const auto committed = fixture.commit(row, {chunks[2]});

    REQUIRE(committed.error().code == Errc::gap);
    REQUIRE(fixture.generation->counts().chunks == 1);
}

TEST_CASE("a document of which chunks are missing does not complete", "[index]") {
    GenerationFixture fixture;
    const auto row = fixture.open(fixture.entry("a.txt"))->row;
    REQUIRE(fixture.commit(row, one_chunk("one")));

    REQUIRE(fixture.complete(row, 2).error().code == Errc::incomplete);

    REQUIRE_FALSE(fixture.open(fixture.entry("a.txt"))->is_complete);
}

TEST_CASE("documents page by key, without gaps or duplicates", "[index]") {
    const auto limit = GENERATE(1u, 3u, 7u, 100u);
    GenerationFixture fixture;
    Texts keys;
    for (const auto* key : {"b", "B", "a/1", "a/10", "a/2", "\xC3\xA4", "z"}) {
        fixture.add(fixture.entry(key), one_chunk("text"));
        keys.emplace_back(key);
    }
    std::sort(keys.begin(), keys.end());

    Texts seen;
    std::string after;
    for (;;) {
        const auto page = fixture.generation->documents(after, limit);
        for (const auto& document : page) seen.push_back(document.key);
        if (page.size() < limit) break;
        after = page.back().key;
    }

    REQUIRE(seen == keys);
}

TEST_CASE("many documents are written and read at once", "[index][threads]") {
    GenerationFixture fixture;
    constexpr int threads = 4, each = 10;
    std::atomic<int> failed{0};
    std::vector<std::thread> working;
    for (int t = 0; t < threads; ++t) {
        working.emplace_back([&, t] {
            for (int i = 0; i < each; ++i) {
                const auto name = "doc" + std::to_string(t) + "x" + std::to_string(i);
                const auto entry = fixture.entry(name);
                const auto opened = fixture.open(entry);
                const auto committed = fixture.commit(opened->row, one_chunk("unique " + name));
                failed += committed && fixture.found("\"unique " + name + "\"").size() == 1 ? 0 : 1;
                failed += fixture.complete(opened->row, 1) ? 0 : 1;
            }
        });
    }
    for (auto& thread : working) thread.join();

    REQUIRE(failed == 0);
    REQUIRE(fixture.generation->counts().documents == threads * each);
    check_terms(fixture);
}

TEST_CASE("no statement of the index reads a whole table unannounced", "[index][sql]") {
    GenerationFixture fixture;
    auto connection = look_into(fixture);

    REQUIRE(test::unannounced_scans(connection, sql::statements) == Texts{});
}

TEST_CASE(
    "a search sorts nothing itself: the full-text index gives the newest first", "[index][sql]"
) {
    GenerationFixture fixture;
    auto connection = look_into(fixture);
    static const auto explained = "EXPLAIN QUERY PLAN " + std::string{sql::scan_matches};
    auto plan = connection.query(explained);
    Texts sorts;

    while (plan.step()) {
        if (plan.text(3).find("TEMP B-TREE") != std::string_view::npos)
            sorts.push_back(plan.string(3));
    }

    REQUIRE(sorts == Texts{});
}

}  // namespace
}  // namespace ingestd::index
