
#include <atomic>
#include <thread>

#include <ingestd/catalog/catalog.hpp>
#include <ingestd/index/generations.hpp>
#include <ingestd/search/errc.hpp>
#include <ingestd/search/searcher.hpp>

#include "support/answer_of.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::search {
namespace {

using test::answer_of;

struct Fixture {
    test::TemporaryDirectory directory;
    boost::asio::thread_pool writers{2};
    std::unique_ptr<catalog::Catalog> catalog;
    index::Generations generations{directory / "collections", writers};
    UploadId upload = UploadId::random();

    Fixture() {
        catalog = catalog::Catalog::open(directory / "catalog.db", writers).value();
        catalog::NewUpload accepted;
        accepted.id = upload;
        accepted.collection = "letters";
        REQUIRE(answer_of<catalog::Admission>([&](auto done) { catalog->accept(accepted, done); }));
    }

    void add(const GenerationId& id, const std::string& text) {
        const auto generation = generations.open(id).value();
        index::DocumentEntry entry;
        entry.id = document_id("letters", text);
        entry.key = text;
        entry.filename = "birds.txt";
        entry.metadata = R"({"a":1})";
        entry.upload = UploadId::random();
        const auto opened = answer_of<index::OpenedDocument>([&](auto done) {
            generation->open_document(entry, done);
        });
        Chunk chunk;
        chunk.range = {0, text.size()};
        chunk.text = text;
        chunk.page = 3;
        REQUIRE(answer_of<void>([&](auto done) {
            generation->commit_chunks(opened->row, std::vector{chunk}, done);
        }));
    }
};

TEST_CASE("a search gives the passage with its place", "[search]") {
    Fixture fixture;
    fixture.add(fixture.catalog->find_collection("letters")->generation, "a heron at the lake");

    const auto hits =
        Searcher{*fixture.catalog, fixture.generations}.search("letters", {.query = "heron"});

    REQUIRE(hits);
    REQUIRE(hits->hits.size() == 1);
    const auto& hit = hits->hits.front();
    REQUIRE(hit.document_id == document_id("letters", "a heron at the lake"));
    REQUIRE(hit.chunk_id == chunk_id(hit.document_id, 0));
    REQUIRE(hit.filename == "birds.txt");
    REQUIRE(hit.metadata == R"({"a":1})");
    REQUIRE(hit.snippet == "a <mark>heron</mark> at the lake");
    REQUIRE(hit.score > 0);
    REQUIRE(hit.chunk.text == "a heron at the lake");
    REQUIRE(hit.chunk.page == 3);
}

TEST_CASE("a collection that is not there cannot be searched", "[search]") {
    Fixture fixture;

    const auto hits = Searcher{*fixture.catalog, fixture.generations}.search("x", {.query = "heron"});

    REQUIRE(hits.error().code == Errc::unknown_collection);
}

TEST_CASE("a search asks the generation that is current", "[search]") {
    Fixture fixture;
    const Searcher searcher{*fixture.catalog, fixture.generations};
    const auto built = GenerationId::random();
    fixture.add(fixture.catalog->find_collection("letters")->generation, "the old heron");
    fixture.add(built, "the new heron");
    REQUIRE(searcher.search("letters", {.query = "heron"})->hits.at(0).chunk.text == "the old heron");

    REQUIRE(answer_of<std::optional<GenerationId>>([&](auto done) {
        fixture.catalog->finish(fixture.upload, Status::completed, "{}", built, done);
    }));

    REQUIRE(searcher.search("letters", {.query = "heron"})->hits.at(0).chunk.text == "the new heron");
}

TEST_CASE("a search never falls between two generations of a collection", "[search][threads]") {
    Fixture fixture;
    fixture.add(fixture.catalog->find_collection("letters")->generation, "a heron at the lake");
    const Searcher searcher{*fixture.catalog, fixture.generations};
    std::atomic<bool> is_over{false};
    std::atomic<int> wrong{0}, searches{0};
    std::thread reader{[&] {
        while (!is_over) {
            const auto hits = searcher.search("letters", {.query = "heron"});
            wrong += hits && hits->hits.size() == 1 ? 0 : 1;
            ++searches;
        }
    }};

    for (int i = 0; i < 40 || searches < 40; ++i) {
        catalog::NewUpload next;
        next.id = UploadId::random();
        next.collection = "letters";
        REQUIRE(answer_of<catalog::Admission>([&](auto done) {
            fixture.catalog->accept(next, done);
        }));
        const auto made = GenerationId::random();
        fixture.add(made, "a heron at the lake");
        const auto before = answer_of<std::optional<GenerationId>>([&](auto done) {
            fixture.catalog->finish(next.id, Status::completed, "{}", made, done);
        });
        fixture.generations.remove(before.value().value());
    }
    is_over = true;
    reader.join();

    REQUIRE(wrong == 0);
}

}  // namespace
}  // namespace ingestd::search
