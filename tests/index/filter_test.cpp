// Which chunks a filter leaves to a search, in a real generation.
#include <random>

#include "../../src/index/allowed_rows.hpp"
#include "../../src/index/filter_fields.hpp"
#include "../../src/index/row_spans.hpp"
#include "generation_fixture.hpp"

namespace ingestd::index {
namespace {

using namespace std::literals;
using Kind = Filter::Kind;
using Names = std::vector<std::string>;

Filter where(FilterField field, Comparison comparison, std::vector<FilterValue> values) {
    return {.kind = Kind::condition, .condition = {field, "", comparison, std::move(values)}};
}
Filter where(std::string key, Comparison comparison, std::vector<FilterValue> values) {
    return {
        .kind = Kind::condition,
        .condition = {FilterField::metadata, std::move(key), comparison, std::move(values)}};
}
Filter joined(Kind kind, std::vector<Filter> parts) {
    return {.kind = kind, .parts = std::move(parts)};
}
FilterValue at(const char* text) {
    return parse_moment(text).value();
}

constexpr std::int64_t operator""_i(unsigned long long value) {
    return static_cast<std::int64_t>(value);
}

struct FilterFixture : GenerationFixture {
    void add_with(const std::string& name, std::string metadata, DocumentSummary summary = {}) {
        auto document = entry(name);
        document.metadata = std::move(metadata);
        const auto opened = open(document);
        REQUIRE(commit(opened->row, one_chunk("a heron")));
        summary.chunks = 1;
        REQUIRE(complete(opened->row, summary));
    }
    // Of the documents that have a heron, in the order of their names.
    Names named(const Filter& filter) const {
        Names names;
        for (const auto& hit :
             generation->search({.text = "heron", .limit = 100, .filter = filter}).hits)
            names.push_back(hit.stored.filename);
        std::ranges::sort(names);
        return names;
    }
};

TEST_CASE("a filter asks for what users have said of their documents", "[index][filter]") {
    FilterFixture fixture;
    fixture.add_with("a", R"({"year":2023,"tags":["red","blue"],"by":{"name":"Ann"}})");
    fixture.add_with("b", R"({"year":2024.5,"tags":[],"by":{"name":"Bob"},"draft":true})");
    fixture.add_with("c", R"({"year":"2024","by.name":"Cat","draft":null})");
    fixture.add_with("d", "{}");
    fixture.add_with("e", R"({"by":[{"name":"Eve"},{"name":"Ann"}]})");

    const auto [filter, names] = GENERATE(table<Filter, Names>({
        {{}, {"a", "b", "c", "d", "e"}},
        {where("year", Comparison::eq, {2023_i}), {"a"}},
        {where("year", Comparison::gt, {2023_i}), {"b"}},
        {where("year", Comparison::gte, {2023.0}), {"a", "b"}},
        {where("year", Comparison::lt, {2024_i}), {"a"}},
        {where("year", Comparison::gte, {"2"s}), {"c"}},
        {where("year", Comparison::ne, {2023_i}), {"b", "c", "d", "e"}},
        {where("year", Comparison::in, {2023_i, "2024"s}), {"a", "c"}},
        {where("year", Comparison::nin, {2023_i, "2024"s}), {"b", "d", "e"}},
        {where("year", Comparison::exists, {false}), {"d", "e"}},
        {where("tags", Comparison::eq, {"blue"s}), {"a"}},
        {where("tags", Comparison::exists, {true}), {"a", "b"}},
        {where("tags", Comparison::ne, {"blue"s}), {"b", "c", "d", "e"}},
        {where("by.name", Comparison::in, {"Bob"s, "Cat"s}), {"b", "c"}},
        {where("by.name", Comparison::eq, {"Ann"s}), {"a", "e"}},
        {where("by", Comparison::exists, {true}), {"a", "b", "e"}},
        {where("by", Comparison::eq, {"Ann"s}), {}},
        {where("draft", Comparison::eq, {true}), {"b"}},
        {where("draft", Comparison::exists, {true}), {"b"}},
        {joined(
             Kind::any_of,
             {where("year", Comparison::eq, {2023_i}), where("draft", Comparison::eq, {true})}
         ),
         {"a", "b"}},
        {joined(
             Kind::all_of,
             {where("year", Comparison::gt, {0_i}), where("draft", Comparison::ne, {true})}
         ),
         {"a"}},
        {joined(Kind::none_of, {where("year", Comparison::exists, {true})}), {"d", "e"}},
        {joined(Kind::any_of, {}), {}},
    }));

    REQUIRE(fixture.named(filter) == names);
}

TEST_CASE("a filter asks for what documents say of themselves", "[index][filter]") {
    FilterFixture fixture;
    DocumentSummary old, recent;
    old.title = "Herons of old";
    old.facts.created = "1967-05-01";
    old.facts.modified = "2024-05-02T12:00:00Z";
    recent.facts.created = "2024";
    fixture.add_with("old.pdf", "{}", old);
    fixture.add_with("recent.pdf", "{}", recent);
    const auto id = document_id("letters", "old.pdf").str();

    const auto [filter, names] = GENERATE_COPY(table<Filter, Names>({
        {where(FilterField::filename, Comparison::eq, {"old.pdf"s}), {"old.pdf"}},
        {where(FilterField::filename, Comparison::gt, {"old.pdf"s}), {"recent.pdf"}},
        {where(FilterField::document_id, Comparison::eq, {id}), {"old.pdf"}},
        {where(FilterField::document_id, Comparison::ne, {id}), {"recent.pdf"}},
        {where(FilterField::title, Comparison::eq, {"Herons of old"s}), {"old.pdf"}},
        {where(FilterField::title, Comparison::exists, {false}), {"recent.pdf"}},
        {where(FilterField::created, Comparison::lt, {at("1970-01-01")}), {"old.pdf"}},
        {where(FilterField::created, Comparison::gte, {at("2024-01-01")}), {"recent.pdf"}},
        {where(FilterField::modified, Comparison::eq, {at("2024-05-02")}), {"old.pdf"}},
        {where(FilterField::modified, Comparison::exists, {false}), {"recent.pdf"}},
        {where(FilterField::indexed, Comparison::gt, {at("2020")}), {"old.pdf", "recent.pdf"}},
        {where(FilterField::indexed, Comparison::lt, {at("2020")}), {}},
    }));

    REQUIRE(fixture.named(filter) == names);
}

std::vector<Chunk> paged(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pages) {
    std::string text;
    std::vector<Chunk> chunks;
    for (const auto& [page, page_end] : pages) {
        auto chunk = one_chunk("heron " + std::to_string(page)).front();
        chunk.position = chunks.size();
        chunk.range = {text.size(), text.size() + chunk.text.size()};
        text += chunk.text;
        chunk.page = page;
        chunk.page_end = page_end;
        chunk.enrichment.language = page % 2 == 0 ? "de" : "en";
        chunks.push_back(std::move(chunk));
    }
    return chunks;
}

TEST_CASE("a filter asks for pages and languages of single chunks", "[index][filter]") {
    FilterFixture fixture;
    fixture.add(fixture.entry("paged.pdf"), paged({{1, 1}, {2, 4}, {5, 5}, {6, 6}}));
    fixture.add(fixture.entry("plain.txt"), one_chunk("a heron"));
    const auto texts = [&](const Filter& filter) {
        Names found;
        for (const auto& hit : fixture.generation->search({.text = "heron", .filter = filter}).hits)
            found.push_back(hit.stored.chunk.text);
        std::ranges::sort(found);
        return found;
    };
    const auto page = [](Comparison comparison, std::vector<FilterValue> values) {
        return where(FilterField::page, comparison, std::move(values));
    };

    CHECK(texts(page(Comparison::eq, {3_i})) == Names{"heron 2"});
    CHECK(texts(page(Comparison::in, {1_i, 4_i})) == Names{"heron 1", "heron 2"});
    CHECK(texts(page(Comparison::gt, {4_i})) == Names{"heron 5", "heron 6"});
    CHECK(texts(page(Comparison::lte, {2_i})) == Names{"heron 1", "heron 2"});
    CHECK(texts(page(Comparison::ne, {3_i})) == Names{"a heron", "heron 1", "heron 5", "heron 6"});
    CHECK(texts(page(Comparison::exists, {false})) == Names{"a heron"});
    const auto german = where(FilterField::language, Comparison::eq, {"de"s});
    CHECK(texts(german) == Names{"heron 2", "heron 6"});
    const auto here = where(FilterField::filename, Comparison::eq, {"paged.pdf"s});
    CHECK(
        texts(joined(Kind::all_of, {here, joined(Kind::none_of, {german})})) ==
        Names{"heron 1", "heron 5"}
    );
    CHECK(
        texts(joined(Kind::any_of, {joined(Kind::none_of, {here}), page(Comparison::eq, {1_i})})) ==
        Names{"a heron", "heron 1"}
    );
}

TEST_CASE("what a filter names is a name and no SQL", "[index][filter]") {
    FilterFixture fixture;
    fixture.add_with("a", R"({"year":2023})");
    const auto evil = GENERATE(
        as<std::string>{},
        "year' OR '1'='1",
        "$.year",
        "$[0]",
        "year\"",
        "*",
        "..",
        ".year",
        "year.",
        "'); DROP TABLE documents; --",
        "\xFF",
        "\x00 year"s
    );
    CAPTURE(evil);

    CHECK(fixture.named(where(evil, Comparison::exists, {true})).empty());
    CHECK(fixture.named(where(evil, Comparison::eq, {2023_i})).empty());
    CHECK(fixture.named(where("year", Comparison::eq, {evil})).empty());
    CHECK(fixture.named({}) == Names{"a"});
}

TEST_CASE("no filter shows what is hidden", "[index][filter]") {
    FilterFixture fixture;
    auto held = fixture.entry("held");
    held.is_held = true;
    fixture.add(held, one_chunk("a heron"));
    fixture.add(fixture.entry("seen"), one_chunk("a heron"));

    CHECK(fixture.named(where("x", Comparison::ne, {1_i})) == Names{"seen"});
    CHECK(fixture.named(where(FilterField::filename, Comparison::eq, {"held"s})).empty());
    const auto on_no_page = where(FilterField::page, Comparison::exists, {false});
    CHECK(fixture.named(on_no_page) == Names{"seen"});
}

TEST_CASE("a document that is gone is not found by a filter", "[index][filter]") {
    FilterFixture fixture;
    fixture.add_with("a", R"({"year":2023})");
    const auto filter = where("year", Comparison::eq, {2023_i});
    REQUIRE(fixture.named(filter) == Names{"a"});

    fixture.remove(document_id("letters", "a"));

    REQUIRE(fixture.named(filter).empty());
}

TEST_CASE("a rare filter finds what there is under a frequent word", "[index][filter]") {
    GenerationFixture fixture;
    std::vector<Chunk> common;
    for (std::size_t i = 0; i < 6'000; ++i) {
        auto chunk = one_chunk("the heron again").front();
        chunk.position = i;
        chunk.range = {i * 15, i * 15 + 15};
        common.push_back(std::move(chunk));
    }
    auto rare = fixture.entry("rare.txt");
    rare.metadata = R"({"rare":true})";
    fixture.add(rare, one_chunk("the heron once"));  // older than what one pass looks at
    fixture.add(fixture.entry("common.txt"), std::move(common));
    const auto filter = where("rare", Comparison::eq, {true});

    for (const auto* query : {"heron", "heron again once"}) {
        const auto hits = fixture.generation->search({.text = query, .filter = filter}).hits;
        REQUIRE(hits.size() == 1);
        REQUIRE(hits[0].stored.filename == "rare.txt");
    }
}

TEST_CASE("a filter asked again knows what has come and gone since", "[index][filter]") {
    FilterFixture fixture;
    const auto filter = where("kind", Comparison::eq, {"bird"s});
    const auto add = [&](const std::string& name, const char* metadata) {
        auto document = fixture.entry(name, metadata);
        document.metadata = metadata;
        fixture.add(document, one_chunk("a heron"));
        return document.id;
    };
    const auto a = add("a", R"({"kind":"bird"})");
    add("b", R"({"kind":"fish"})");
    CHECK(fixture.named(filter) == Names{"a"});

    add("b", R"({"kind":"bird"})");  // in the place of the one before
    CHECK(fixture.named(filter) == Names{"a", "b"});

    fixture.remove(a);
    CHECK(fixture.named(filter) == Names{"b"});

    auto growing = fixture.entry("growing");
    growing.metadata = R"({"kind":"bird"})";
    const auto opened = fixture.open(growing);
    auto chunks = cut("heron one............heron two............");
    for (std::size_t count = 0; auto& chunk : chunks) {
        const bool has_one = chunk.text.find("heron") != std::string::npos;
        REQUIRE(fixture.commit(opened->row, {std::move(chunk)}));
        count += has_one;
        CHECK(fixture.named(filter).size() == 1 + count);
    }
}

TEST_CASE("what is known of a filter changes nothing of what it allows", "[index][filter]") {
    FilterFixture fixture;
    const auto filter = joined(
        Kind::any_of,
        {where("even", Comparison::eq, {true}), where(FilterField::page, Comparison::eq, {3_i})}
    );
    std::mt19937 random{7};
    std::vector<DocumentId> documents;
    AllowedRows known;
    for (int step = 0; step < 60; ++step) {
        if (step % 3 == 2) {
            const auto place = random() % documents.size();
            fixture.remove(documents[place]);
            documents.erase(documents.begin() + static_cast<std::ptrdiff_t>(place));
        } else {
            auto document = fixture.entry(std::to_string(step));
            document.metadata = step % 2 == 0 ? R"({"even":true})" : "{}";
            auto chunks = cut(std::string(20 * (1 + random() % 5), 'x'));
            for (auto& chunk : chunks)
                chunk.page = chunk.page_end = static_cast<std::uint32_t>(1 + random() % 4);
            const auto opened = fixture.open(document);
            const auto count = chunks.size();
            REQUIRE(fixture.commit(opened->row, std::move(chunks)));
            if (step % 4 != 0) REQUIRE(fixture.complete(opened->row, count));
            documents.push_back(document.id);
        }
        auto reader =
            sqlite::Connection::open(fixture.file(), {.access = sqlite::Access::read_only});
        REQUIRE(reader);
        known = AllowedRows{*reader, filter, known};
        REQUIRE(known.rows() == AllowedRows{*reader, filter}.rows());
    }
    CHECK(known.rows().size() > 10);
}

TEST_CASE("chunks of documents that were written at once are told apart", "[index][filter]") {
    GenerationFixture fixture;
    const auto one = fixture.open(fixture.entry("one")),
               other = fixture.open(fixture.entry("other"));
    const auto chunks = cut("heron aaaaaaaaaaaaaaheron bbbbbbbbbbbbbbheron cccccccccccccc");
    for (const auto& chunk : chunks) {
        REQUIRE(fixture.commit(one->row, {chunk}));
        REQUIRE(fixture.commit(other->row, {chunk}));
    }

    const auto hits =
        fixture.generation
            ->search(
                {.text = "heron", .filter = where(FilterField::filename, Comparison::eq, {"one"s})}
            )
            .hits;

    REQUIRE(hits.size() == 3);
    for (const auto& hit : hits) CHECK(hit.stored.filename == "one");
}

TEST_CASE("values of stored metadata are read whatever it holds", "[index][filter]") {
    CHECK(metadata_values("no json", "a").empty());
    CHECK(metadata_values("[1]", "a").empty());
    CHECK(
        metadata_values(R"({"a":18446744073709551615})", "a") ==
        std::vector<FilterValue>{18446744073709551615.0}
    );
    CHECK(
        metadata_values(R"({"a":[1,[2],{"b":3},null]})", "a") ==
        std::vector<FilterValue>{1_i, Opaque{}, Opaque{}}
    );
    CHECK(metadata_values(R"({"a.b":{"c":1},"a":{"b.c":2}})", "a.b.c").size() == 2);
}

TEST_CASE("spans leave out the widest gaps of a set", "[index][filter]") {
    using Spans = std::vector<vector::RowSet::Run>;
    const vector::RowSet rows{{1, 2, 10, 12, 13, 50}};

    CHECK(widest_apart(rows, 1) == Spans{{1, 50}});
    CHECK(widest_apart(rows, 2) == Spans{{50, 50}, {1, 13}});
    CHECK(widest_apart(rows, 3) == Spans{{50, 50}, {10, 13}, {1, 2}});
    CHECK(widest_apart(rows, 99) == Spans{{50, 50}, {12, 13}, {10, 10}, {1, 2}});
    CHECK(widest_apart({}, 3).empty());
}

}  // namespace
}  // namespace ingestd::index
