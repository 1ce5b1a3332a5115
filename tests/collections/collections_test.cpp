#include <thread>

#include <ingestd/blobs/blob_store.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/collections/collections.hpp>
#include <ingestd/collections/errc.hpp>
#include <ingestd/index/generations.hpp>

#include "support/answer_of.hpp"
#include "support/catch.hpp"
#include "support/run_awaitable.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::collections {
namespace {

using Texts = std::vector<std::string>;

using test::answer_of;

// A collection "letters" in a real catalog, with documents put straight into its generation.
struct Fixture {
    test::TemporaryDirectory directory;
    boost::asio::io_context context;
    boost::asio::thread_pool writers{2};
    std::unique_ptr<catalog::Catalog> catalog;
    std::unique_ptr<blobs::BlobStore> blobs = blobs::BlobStore::open(directory / "blobs").value();
    index::Generations generations{directory / "collections", writers};
    std::optional<Collections> collections;

    Fixture() {
        catalog = catalog::Catalog::open(directory / "catalog.db", writers).value();
        collections.emplace(*catalog, generations, *blobs);
        catalog::NewUpload upload;
        upload.id = UploadId::random();
        upload.collection = "letters";
        upload.received = Timestamp{std::chrono::seconds{5}};
        REQUIRE(answer_of<catalog::Admission>([&](auto done) { catalog->accept(upload, done); }));
    }

    DocumentId add(
        const std::string& key, const Texts& texts, index::DocumentSummary summary = {}
    ) {
        const auto current = catalog->find_collection("letters")->generation;
        return add_to(current, key, texts, std::move(summary));
    }
    DocumentId add_to(
        const GenerationId& id,
        const std::string& key,
        const Texts& texts,
        index::DocumentSummary summary = {}
    ) {
        const auto generation = generations.open(id).value();
        index::DocumentEntry entry;
        entry.id = document_id("letters", key);
        entry.key = entry.filename = key;
        entry.metadata = R"({"a":1})";
        entry.upload = UploadId::random();
        const auto opened = answer_of<index::OpenedDocument>([&](auto done) {
            generation->open_document(entry, done);
        });
        std::vector<Chunk> chunks;
        for (const auto& text : texts) {
            Chunk chunk;
            chunk.position = chunks.size();
            const auto begin = chunks.empty() ? 0 : chunks.back().range.end;
            chunk.range = {begin, begin + text.size()};
            chunk.text = text;
            chunks.push_back(std::move(chunk));
        }
        REQUIRE(answer_of<void>([&](auto done) {
            generation->commit_chunks(opened->row, chunks, done);
        }));
        summary.chunks = texts.size();
        REQUIRE(answer_of<index::Placed>([&](auto done) {
            generation->complete_document(opened->row, summary, {}, done);
        }));
        return entry.id;
    }
};

TEST_CASE("a collection tells how much is in it", "[collections]") {
    Fixture fixture;
    index::DocumentSummary summary;
    summary.text_bytes = 9;
    fixture.add("a.txt", {"one", "two", "six"}, summary);

    const auto view = fixture.collections->find("letters");
    const auto all = fixture.collections->list();

    REQUIRE(view);
    REQUIRE(view->name == "letters");
    REQUIRE(view->created == Timestamp{std::chrono::seconds{5}});
    REQUIRE(view->documents == 1);
    REQUIRE(view->chunks == 3);
    REQUIRE(view->text_bytes == 9);
    REQUIRE(all->size() == 1);
    REQUIRE(all->at(0).name == "letters");
}

TEST_CASE("a collection that is not there is unknown to every call", "[collections]") {
    Fixture fixture;
    auto& collections = *fixture.collections;
    const DocumentId id;
    const auto sink = [](std::string_view) { return true; };

    REQUIRE(collections.find("x").error().code == Errc::unknown_collection);
    REQUIRE(collections.documents("x", "", 10).error().code == Errc::unknown_collection);
    REQUIRE(collections.document("x", id).error().code == Errc::unknown_collection);
    REQUIRE(collections.text("x", id, sink).error().code == Errc::unknown_collection);
    REQUIRE(collections.chunks("x", id, "", 10).error().code == Errc::unknown_collection);
    REQUIRE(
        test::run(fixture.context, collections.remove("x")).error().code == Errc::unknown_collection
    );
    REQUIRE(
        test::run(fixture.context, collections.remove_document("x", id)).error().code ==
        Errc::unknown_collection
    );
}

TEST_CASE("whoever wants to know is told what was removed", "[collections]") {
    Fixture fixture;
    Texts told;
    const auto note = [&](const std::string& name, const std::optional<std::string>& key) {
        told.push_back(name + "/" + key.value_or("*"));
    };
    Collections collections{*fixture.catalog, fixture.generations, *fixture.blobs, note};
    const auto id = fixture.add("a.txt", {"one"});

    REQUIRE(test::run(fixture.context, collections.remove_document("letters", id)));
    REQUIRE_FALSE(test::run(fixture.context, collections.remove_document("letters", id)));
    REQUIRE(test::run(fixture.context, collections.remove("letters")));

    REQUIRE(told == Texts{"letters/a.txt", "letters/*"});
}

TEST_CASE(
    "a document that could not be removed from the successor is removed there by the next request",
    "[collections]"
) {
    Fixture fixture;
    const auto id = fixture.add("a.txt", {"one"});
    auto successor = GenerationId::random();
    Texts told;
    const auto note = [&](const std::string&, const std::optional<std::string>& key) {
        told.push_back(key.value_or("*"));
    };
    Collections collections{
        *fixture.catalog, fixture.generations, *fixture.blobs, note, [&](const std::string&) {
            return std::optional{successor};
        }};
    const auto remove = [&] {
        return test::run(fixture.context, collections.remove_document("letters", id));
    };
    // What is no file cannot be opened.
    std::filesystem::create_directories(
        fixture.directory / "collections" / (successor.str() + ".db")
    );

    const auto failed = remove();
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code != Errc::unknown_document);
    CHECK(told.empty());

    successor = GenerationId::random();
    fixture.add_to(successor, "a.txt", {"one"});
    REQUIRE(remove());
    CHECK(told == Texts{"a.txt"});
    CHECK_FALSE(fixture.generations.open(successor).value()->find_document(id));
    CHECK(remove().error().code == Errc::unknown_document);
}

TEST_CASE("a successor that is gone has nothing to remove", "[collections]") {
    Fixture fixture;
    const auto id = fixture.add("a.txt", {"one"});
    const auto gone = GenerationId::random();
    fixture.generations.remove(gone);
    Collections collections{
        *fixture.catalog, fixture.generations, *fixture.blobs, {}, [&](const std::string&) {
            return std::optional{gone};
        }};

    CHECK(test::run(fixture.context, collections.remove_document("letters", id)));
}

TEST_CASE("a document that is not there is unknown to every call", "[collections]") {
    Fixture fixture;
    auto& collections = *fixture.collections;
    const DocumentId id;
    const auto sink = [](std::string_view) { return true; };

    REQUIRE(collections.document("letters", id).error().code == Errc::unknown_document);
    REQUIRE(collections.text("letters", id, sink).error().code == Errc::unknown_document);
    REQUIRE(collections.chunks("letters", id, "", 10).error().code == Errc::unknown_document);
    REQUIRE(
        test::run(fixture.context, collections.remove_document("letters", id)).error().code ==
        Errc::unknown_document
    );
}

TEST_CASE("a document tells what was found out of it", "[collections]") {
    Fixture fixture;
    index::DocumentSummary summary;
    summary.facts.format = "pdf";
    summary.facts.warnings = {"1 page holds no text"};
    summary.title = "A title";
    summary.language = "en";
    summary.pages = {{1, {0, 3}}, {2, {3, 6}}};
    summary.text_bytes = 6;
    const auto id = fixture.add("a.pdf", {"one", "two"}, summary);

    const auto view = fixture.collections->document("letters", id);

    REQUIRE(view);
    REQUIRE(view->key == "a.pdf");
    REQUIRE(view->title == "A title");
    REQUIRE(view->language == "en");
    REQUIRE(view->metadata == R"({"a":1})");
    REQUIRE(view->chunks == 2);
    REQUIRE(view->text_bytes == 6);
    REQUIRE(view->facts == summary.facts);
    REQUIRE(view->pages == summary.pages);
}

TEST_CASE("the text of a document comes whole", "[collections]") {
    Fixture fixture;
    const auto id = fixture.add("a.txt", {"one ", "two ", "three"});
    std::string text;

    REQUIRE(fixture.collections->text("letters", id, [&](std::string_view piece) {
        text += piece;
        return true;
    }));

    REQUIRE(text == "one two three");
}

TEST_CASE("documents page by key, whatever the keys are", "[collections][pages]") {
    const auto limit = GENERATE(1u, 2u, 5u, 6u);
    Fixture fixture;
    Texts keys{"a", "a b", "b/\xC3\xA4", "\xE6\x9D\xB1", "z\"'\n"};
    for (const auto& key : keys) fixture.add(key, {"text"});
    std::sort(keys.begin(), keys.end());

    Texts seen;
    std::string cursor;
    do {
        const auto page = fixture.collections->documents("letters", cursor, limit);
        REQUIRE(page);
        REQUIRE(page->documents.size() <= limit);
        for (const auto& document : page->documents) seen.push_back(document.key);
        cursor = page->next_cursor;
    } while (!cursor.empty());

    REQUIRE(seen == keys);
}

TEST_CASE(
    "documents that come and go between pages make neither gaps nor duplicates",
    "[collections][pages]"
) {
    Fixture fixture;
    for (const auto* key : {"b", "d", "f", "h"}) fixture.add(key, {"text"});
    const auto first = fixture.collections->documents("letters", "", 2);

    fixture.add("a", {"text"});
    fixture.add("e", {"text"});
    REQUIRE(test::run(
        fixture.context,
        fixture.collections->remove_document("letters", document_id("letters", "d"))
    ));
    const auto second = fixture.collections->documents("letters", first->next_cursor, 10);

    Texts seen;
    for (const auto& document : second->documents) seen.push_back(document.key);
    REQUIRE(seen == Texts{"e", "f", "h"});
    REQUIRE(second->next_cursor.empty());
}

TEST_CASE("chunks page by position", "[collections][pages]") {
    const auto limit = GENERATE(1u, 2u, 3u, 10u);
    Fixture fixture;
    const auto id = fixture.add("a.txt", {"one", "two", "six"});

    Texts seen;
    std::string cursor;
    do {
        const auto page = fixture.collections->chunks("letters", id, cursor, limit);
        REQUIRE(page);
        for (const auto& view : page->chunks) {
            REQUIRE(view.id == chunk_id(id, view.chunk.position));
            seen.push_back(view.chunk.text);
        }
        cursor = page->next_cursor;
    } while (!cursor.empty());

    REQUIRE(seen == Texts{"one", "two", "six"});
}

TEST_CASE("a cursor that is none is refused", "[collections][pages]") {
    const auto cursor = GENERATE(values<std::string>(
        {"x", "k6", "kzz", "p-1", "p", "p1x", "1", "p99999999999999999999", "pk61", " "}
    ));
    Fixture fixture;
    const auto id = fixture.add("a.txt", {"one"});

    REQUIRE(fixture.collections->documents("letters", cursor, 10).error().code == Errc::bad_cursor);
    REQUIRE(
        fixture.collections->chunks("letters", id, cursor, 10).error().code == Errc::bad_cursor
    );
}

TEST_CASE(
    "a removed document is gone when that is told, on the caller's own thread", "[collections]"
) {
    Fixture fixture;
    const auto id = fixture.add("a.txt", {"one"});
    auto resumed_on = std::thread::id{};
    auto remove = [](Collections& collections, DocumentId document, std::thread::id& on
                  ) -> boost::asio::awaitable<Result<void>> {
        auto removed = co_await collections.remove_document("letters", document);
        on = std::this_thread::get_id();
        co_return removed;
    };

    REQUIRE(test::run(fixture.context, remove(*fixture.collections, id, resumed_on)));

    REQUIRE(resumed_on == std::this_thread::get_id());
    REQUIRE(fixture.collections->document("letters", id).error().code == Errc::unknown_document);
    REQUIRE(fixture.collections->find("letters")->documents == 0);
}

TEST_CASE("a removed collection is gone with its file", "[collections]") {
    Fixture fixture;
    fixture.add("a.txt", {"one"});
    const auto file = fixture.directory.path() / "collections" /
                      (fixture.catalog->find_collection("letters")->generation.str() + ".db");
    REQUIRE(std::filesystem::exists(file));

    REQUIRE(test::run(fixture.context, fixture.collections->remove("letters")));

    REQUIRE(fixture.collections->find("letters").error().code == Errc::unknown_collection);
    REQUIRE(fixture.collections->list()->empty());
    fixture.writers.join();
    REQUIRE_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace ingestd::collections
