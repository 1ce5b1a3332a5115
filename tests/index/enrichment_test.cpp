// What enrichers find, kept with the chunks and asked for by filters, in a real generation.
#include "../../src/index/enrichment_column.hpp"
#include "generation_fixture.hpp"

namespace ingestd::index {
namespace {

using namespace std::literals;
using Names = std::vector<std::string>;

Enrichment rich() {
    Enrichment found;
    found.language = "en";
    found.keywords = {"red fox", "dog"};
    found.words = 60;
    found.characters = 300;
    found.sentences = 4;
    found.reading_ease = 61.5;
    found.dates = {"2020-02-29", "2031-07"};
    found.ambiguous_dates = {{"3/4/2024", {"2024-03-04", "2024-04-03"}}};
    found.emails = {"ann@example.org"};
    found.urls = {"https://example.org/a?b=1", "ftp://example.org/"};
    found.added = {{"sum.1", R"({"score":0.5,"topics":["law","tax"]})"}};
    found.failed = {{"topics", "HTTP 500"}};
    return found;
}

struct EnrichmentFixture : GenerationFixture {
    void add_with(const std::string& name, Enrichment found) {
        auto chunks = one_chunk("a heron");
        chunks.front().enrichment = std::move(found);
        add(entry(name), std::move(chunks));
    }
    Names named(Condition condition) const {
        const Filter filter{.kind = Filter::Kind::condition, .condition = std::move(condition)};
        Names names;
        for (const auto& hit : generation->search({.text = "heron", .filter = filter}).hits)
            names.push_back(hit.stored.filename);
        std::ranges::sort(names);
        return names;
    }
};

TEST_CASE("what enrichers found is there as it was, in chunks and hits", "[index][enrichment]") {
    EnrichmentFixture fixture;
    fixture.add_with("rich", rich());
    fixture.reopen();

    const auto chunks = fixture.generation->chunks(document_id("letters", "rich"), 0, 10);
    REQUIRE(chunks.size() == 1);
    CHECK(chunks[0].chunk.enrichment == rich());
    const auto hits = fixture.generation->search({"heron", 1}).hits;
    REQUIRE(hits.size() == 1);
    CHECK(hits[0].stored.chunk.enrichment == rich());
}

TEST_CASE("a chunk in which nothing was found costs nothing", "[index][enrichment]") {
    Enrichment found;
    found.language = "en";
    found.keywords = {"fox"};
    found.words = 7;
    CHECK_FALSE(to_column(found));
    Enrichment read;
    read_enrichment("", read);
    CHECK(read == Enrichment{});
}

TEST_CASE("what is damaged in the column was not found", "[index][enrichment]") {
    const auto* const column = GENERATE(
        "{",
        "[]",
        "7",
        R"({"dates":7,"emails":{"a":1},"urls":[1,null],"reading_ease":"x","failed":7,"added":"x"})",
        R"({"ambiguous_dates":[{"text":"1/2/2024"},7,{"readings":["a"]}]})"
    );
    CAPTURE(column);
    Enrichment read;
    read_enrichment(column, read);
    CHECK(read == Enrichment{});
}

TEST_CASE("a filter asks for what enrichers have found", "[index][enrichment][filter]") {
    EnrichmentFixture fixture;
    fixture.add_with("a", rich());
    Enrichment plain;
    plain.keywords = {"harbour"};
    plain.words = 10;
    plain.dates = {"2024-03-12"};
    fixture.add_with("b", plain);
    fixture.add_with("c", {});
    const auto at = [](const char* text) -> FilterValue { return parse_moment(text).value(); };
    using enum Comparison;

    const auto [condition, names] = GENERATE_COPY(table<Condition, Names>({
        {{FilterField::keywords, "", eq, {"dog"s}}, {"a"}},
        {{FilterField::keywords, "", exists, {false}}, {"c"}},
        {{FilterField::dates, "", eq, {at("2024")}}, {"b"}},
        {{FilterField::dates, "", gte, {at("2024-03-12")}}, {"a", "b"}},
        {{FilterField::dates, "", gte, {at("2021")}, {{lt, at("2025")}}}, {"b"}},
        {{FilterField::dates, "", eq, {at("2031-07-01")}}, {"a"}},
        {{FilterField::dates, "", ne, {at("2024-03-12")}}, {"a", "c"}},
        {{FilterField::emails, "", eq, {"ann@example.org"s}}, {"a"}},
        {{FilterField::urls, "", in, {"ftp://example.org/"s, "x"s}}, {"a"}},
        {{FilterField::urls, "", exists, {true}}, {"a"}},
        {{FilterField::enrichment, "reading_ease", gt, {std::int64_t{61}}}, {"a"}},
        {{FilterField::enrichment, "words", gte, {std::int64_t{10}}}, {"a", "b"}},
        {{FilterField::enrichment, "sum.1.topics", eq, {"tax"s}}, {"a"}},
        {{FilterField::enrichment, "sum.1.score", lt, {0.6}}, {"a"}},
        {{FilterField::enrichment, "failed.enricher", eq, {"topics"s}}, {"a"}},
        {{FilterField::enrichment, "failed", exists, {false}}, {"b", "c"}},
    }));

    CAPTURE(static_cast<int>(condition.field), condition.key);
    CHECK(fixture.named(condition) == names);
}

}  // namespace
}  // namespace ingestd::index
