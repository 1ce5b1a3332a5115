// Which part of what is found a search gives, and with what.
#include <set>

#include "generation_fixture.hpp"

namespace ingestd::index {
namespace {

using Texts = std::vector<std::string>;

// `documents` with `chunks` each, all with a heron; the fewer other words, the better.
void add_herons(GenerationFixture& fixture, std::size_t documents, std::size_t chunks) {
    for (std::size_t document = 0; document < documents; ++document) {
        std::string text;
        std::vector<Chunk> cut;
        for (std::size_t i = 0; i < chunks; ++i) {
            auto chunk =
                one_chunk("heron " + std::string(2 * document, 'x') + " and so on ").front();
            for (std::size_t word = 0; word < document + i; ++word) chunk.text += "more ";
            chunk.position = i;
            chunk.range = {text.size(), text.size() + chunk.text.size()};
            text += chunk.text;
            cut.push_back(std::move(chunk));
        }
        fixture.add(fixture.entry("d" + std::to_string(document)), std::move(cut));
    }
}

TEST_CASE("pages of a search hold each hit once, in one order", "[index][search][pages]") {
    GenerationFixture fixture;
    add_herons(fixture, 10, 26);
    std::vector<ChunkId> seen;
    std::vector<double> scores;
    for (std::uint32_t offset = 0;; offset += 30) {
        const auto page =
            fixture.generation->search({.text = "heron", .limit = 30, .offset = offset});
        for (const auto& hit : page.hits) {
            seen.push_back(hit.stored.id);
            scores.push_back(hit.score);
        }
        CHECK(page.has_more == (seen.size() < 260));
        if (!page.has_more) break;
    }

    CHECK(seen.size() == 260);
    CHECK(std::set(seen.begin(), seen.end()).size() == 260);
    CHECK(std::ranges::is_sorted(scores, std::greater{}));
    std::size_t offset = 7;
    for (const auto& hit :
         fixture.generation->search({.text = "heron", .limit = 100, .offset = 7}).hits)
        REQUIRE(hit.stored.id == seen[offset++]);
}

TEST_CASE("a page behind the last hit is empty", "[index][search][pages]") {
    GenerationFixture fixture;
    add_herons(fixture, 1, 3);

    const auto page = fixture.generation->search({.text = "heron", .offset = 3});

    CHECK(page.hits.empty());
    CHECK_FALSE(page.has_more);
}

TEST_CASE("hits of a document stand together on request", "[index][search][groups]") {
    GenerationFixture fixture;
    add_herons(fixture, 4, 5);

    const auto page = fixture.generation->search({.text = "heron", .limit = 3, .group_size = 2});

    REQUIRE(page.groups == std::vector<HitGroup>{{2, 3}, {2, 3}, {2, 3}});
    REQUIRE(page.has_more);
    REQUIRE(page.hits.size() == 6);
    std::set<DocumentId> documents;
    for (std::size_t i = 0; i < 6; i += 2) {
        CHECK(page.hits[i].stored.document == page.hits[i + 1].stored.document);
        CHECK(page.hits[i].score >= page.hits[i + 1].score);
        documents.insert(page.hits[i].stored.document);
    }
    CHECK(documents.size() == 3);
    const auto rest =
        fixture.generation->search({.text = "heron", .limit = 3, .offset = 3, .group_size = 2});
    REQUIRE(rest.groups == std::vector<HitGroup>{{2, 3}});
    CHECK_FALSE(rest.has_more);
    CHECK_FALSE(documents.contains(rest.hits[0].stored.document));
}

TEST_CASE("one long document does not hide the others from groups", "[index][search][groups]") {
    GenerationFixture fixture;
    add_herons(fixture, 1, 200);
    for (int i = 0; i < 5; ++i) {
        fixture.add(
            fixture.entry("far" + std::to_string(i)),
            one_chunk(
                "one heron among so many words that it counts for little by itself here " +
                std::string(900, '.') + " a b c d e f g h"
            )
        );
    }

    const auto page = fixture.generation->search({.text = "heron", .limit = 10, .group_size = 1});

    CHECK(page.groups.size() == 6);
}

TEST_CASE("what stands beside a hit comes without what overlaps", "[index][search][context]") {
    GenerationFixture fixture;
    const std::string text = "aaaaaaaaa bbbbbbbbb heron ccc ddddddddd eeeeeeeee";
    fixture.add(fixture.entry("a.txt"), cut(text, 13, 3));

    const auto context = GENERATE(0u, 1u, 2u, 5u);
    const auto hits =
        fixture.generation->search({.text = "heron", .limit = 1, .context = context}).hits;

    REQUIRE(hits.size() == 1);
    const auto& hit = hits[0];
    CHECK(hit.before.size() == std::min<std::size_t>(context, hit.stored.chunk.position));
    CHECK(hit.after.size() <= context);
    std::string joined;
    std::uint64_t end =
        hit.before.empty() ? hit.stored.chunk.range.begin : hit.before[0].range.begin;
    const auto begin = end;
    const auto append = [&](const ByteRange& range, const std::string& passage) {
        CHECK(range.begin == end);
        CHECK(range.size() == passage.size());
        end = range.end;
        joined += passage;
    };
    for (const auto& neighbour : hit.before) append(neighbour.range, neighbour.text);
    append(hit.stored.chunk.range, hit.stored.chunk.text);
    for (const auto& neighbour : hit.after) {
        append(neighbour.range, neighbour.text);
        CHECK(neighbour.id == chunk_id(hit.stored.document, neighbour.position));
    }
    CHECK(joined == text.substr(begin, end - begin));
    if (context == 5) CHECK(joined == text);
}

TEST_CASE("a hit tells its document's title", "[index][search]") {
    GenerationFixture fixture;
    const auto opened = fixture.open(fixture.entry("a.txt"));
    REQUIRE(fixture.commit(opened->row, one_chunk("On birds\nA heron.")));
    CHECK(fixture.generation->search({.text = "heron"}).hits.at(0).title == "On birds");

    DocumentSummary summary;
    summary.chunks = 1;
    summary.title = "Birds";
    REQUIRE(fixture.complete(opened->row, summary));

    CHECK(fixture.generation->search({.text = "heron"}).hits.at(0).title == "Birds");
}

}  // namespace
}  // namespace ingestd::index
