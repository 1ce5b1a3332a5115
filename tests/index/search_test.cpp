// What a search finds, and what it makes of whatever a user types.
#include "../../src/index/match_query.hpp"
#include "../../src/index/snippet.hpp"
#include "generation_fixture.hpp"

namespace ingestd::index {
namespace {

using namespace std::literals;
using Texts = std::vector<std::string>;

TEST_CASE("a query is quoted term by term", "[index][query]") {
    const auto [user, all, any] = GENERATE(table<std::string, std::string, std::string>({
        {"", "", ""},
        {" \t\n ", "", ""},
        {"fox", R"("fox")", R"("fox")"},
        {"quick  fox", R"("quick" "fox")", R"("quick" OR "fox")"},
        {R"("quick fox" den)", R"("quick fox" "den")", R"("quick fox" OR "den")"},
        {R"(a"b c"d)", R"("a" "b c" "d")", R"("a" OR "b c" OR "d")"},
        {R"("never closed)", R"("never closed")", R"("never closed")"},
        {R"("" x)", R"("x")", R"("x")"},
        {"a AND NOT (b*)", R"q("a" "AND" "NOT" "(b*)")q", R"q("a" OR "AND" OR "NOT" OR "(b*)")q"},
        {"x\0y"s, R"("x" "y")", R"("x" OR "y")"},
        {"東京", R"("東京")", R"("東京")"},
        {"東京都庁", R"("東京都庁")", R"("東京" OR "京都" OR "都庁")"},
    }));

    REQUIRE(to_match_query(user) == MatchQuery{all, any});
}

TEST_CASE("no input is a syntax error", "[index][query]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("alpha beta gamma"));
    const auto query = GENERATE(values<std::string>(
        {"\"",
         "\"\"",
         "\"\"\"",
         "'",
         "*",
         "^",
         "^alpha",
         "alpha*",
         "-",
         "- -",
         "+",
         "AND",
         "OR",
         "NOT",
         "NEAR",
         "NEAR(alpha beta)",
         "text:alpha",
         "filename : x",
         "{text}: x",
         "(",
         ")",
         "((",
         "alpha AND",
         "NOT alpha",
         ":",
         ";",
         "--",
         "\\",
         "\0"s,
         "alpha\0beta"s,
         "\xFF\xFE",
         "\xE6\x9D",
         "😀",
         "😀 alpha",
         "alpha 😀 !",
         "...",
         "\"...\" alpha",
         "\x01\x02\x1F",
         "%_",
         "a:b:c",
         "rank",
         "chunk_terms"}
    ));

    REQUIRE_NOTHROW(fixture.generation->search(query, 10));
}

TEST_CASE("any bytes at all are a query", "[index][query]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("alpha beta gamma"));
    std::uint32_t state = 1;
    for (int i = 0; i < 500; ++i) {
        std::string query;
        for (int j = 0; j < 40; ++j) {
            state = state * 1664525u + 1013904223u;
            const auto byte = static_cast<char>(state >> 24);
            query += state & 0x80000u ? byte : "\"*^:()-+ AND OR NOT NEAR,{}"[(state >> 8) % 26];
        }
        REQUIRE_NOTHROW(fixture.generation->search(query, 10));
    }
    REQUIRE_NOTHROW(fixture.generation->search(std::string(1'000'000, 'x'), 10));
    REQUIRE_NOTHROW(fixture.generation->search(std::string(100'000, '"'), 10));
}

TEST_CASE("a term without a word in it does not hide the others", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("alpha beta gamma"));

    REQUIRE(fixture.found("alpha ! 😀 gamma") == Texts{"alpha beta gamma"});
    REQUIRE(fixture.found("! 😀").empty());
}

TEST_CASE("chunks with every word come before those with some", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("badger badger badger badger"));
    fixture.add(
        fixture.entry("b.txt"),
        one_chunk("a heron far away, and much later in a longer text a badger")
    );
    fixture.add(fixture.entry("c.txt"), one_chunk("heron heron"));
    fixture.add(fixture.entry("d.txt"), one_chunk("neither of them"));

    const auto both = fixture.found("badger heron");

    REQUIRE(both.size() == 3);
    REQUIRE(both[0] == "a heron far away, and much later in a longer text a badger");
    REQUIRE(fixture.found("badger heron", 1) == Texts{both[0]});
    REQUIRE(fixture.found("badger heron", 2).size() == 2);
}

TEST_CASE("a quoted phrase is found as it stands", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("the court of appeal"));
    fixture.add(fixture.entry("b.txt"), one_chunk("an appeal to the court"));

    REQUIRE(fixture.found("\"court of appeal\"") == Texts{"the court of appeal"});
}

TEST_CASE("words are found whatever their case, accents and English endings", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("Résumés of NEGOTIATIONS in Zürich"));

    for (const auto* query : {"resume", "negotiation", "negotiating", "zurich", "ZÜRICH"})
        REQUIRE(fixture.found(query).size() == 1);
}

TEST_CASE("a part of a sentence is found in scripts without spaces", "[index][search]") {
    const auto [text, query, is_found] = GENERATE(table<std::string, std::string, bool>({
        {"私は昨日東京都庁へ行きました。", "東京都庁", true},
        {"私は昨日東京都庁へ行きました。", "都庁", true},
        {"私は昨日東京都庁へ行きました。", "京東", false},
        {"我们在北京大学学习计算机科学", "北京大学", true},
        {"我们在北京大学学习计算机科学", "计算机", true},
        {"iPhone発売のお知らせ", "iphone", true},
        {"iPhone発売のお知らせ", "発売", true},
        {"서울에서부산까지갑니다", "부산", true},
        {"ฉันไปโรงเรียนทุกวัน", "โรงเรียน", true},
        {"ฉันไปโรงเรียนทุกวัน", "ตลาด", false},
    }));
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk(text));

    REQUIRE(fixture.found(query).empty() != is_found);
}

TEST_CASE("headings and file names are searched as well", "[index][search]") {
    GenerationFixture fixture;
    auto chunks = one_chunk("Nothing in the text says so.");
    chunks[0].headings = {"Liability", "Exclusions"};
    fixture.add(fixture.entry("contract-2024.pdf"), chunks);

    REQUIRE(fixture.found("exclusions liability").size() == 1);
    REQUIRE(fixture.found("contract").size() == 1);
    REQUIRE(fixture.found("contract-2024.pdf").size() == 1);
}

TEST_CASE("a better match has the higher score", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(
        fixture.entry("a.txt"),
        one_chunk("heron and a long text about other birds that live at the lake")
    );
    fixture.add(fixture.entry("b.txt"), one_chunk("heron heron"));
    fixture.add(fixture.entry("c.txt"), one_chunk("badger"));

    const auto hits = fixture.generation->search("heron", 10);

    REQUIRE(hits.size() == 2);
    REQUIRE(hits[0].stored.filename == "b.txt");
    REQUIRE(hits[0].score > hits[1].score);
}

TEST_CASE("a snippet shows the match marked and is safe as HTML", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(
        fixture.entry("a.txt"), one_chunk("<script>alert('x')</script> a \"heron\" & <b>more</b>")
    );

    const auto hits = fixture.generation->search("heron", 10);

    REQUIRE(hits.size() == 1);
    REQUIRE(
        hits[0].snippet ==
        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; a &quot;<mark>heron</mark>&quot; "
        "&amp; "
        "&lt;b&gt;more&lt;/b&gt;"
    );
}

TEST_CASE("a snippet of a long chunk shows the place of the match", "[index][search]") {
    GenerationFixture fixture;
    std::string text;
    for (int i = 0; i < 300; ++i) text += "filler ";
    fixture.add(fixture.entry("a.txt"), one_chunk(text + "the heron stands here " + text));

    const auto snippet = fixture.generation->search("heron", 1).at(0).snippet;

    REQUIRE(snippet.find("<mark>heron</mark>") != std::string::npos);
    REQUIRE(snippet.size() < 600);
    REQUIRE(snippet.substr(0, 3) == "…");
}

TEST_CASE("marks are balanced whatever the text holds", "[index][snippet]") {
    const auto [passage, html] = GENERATE(table<std::string, std::string>({
        {"a \x01"
         "b\x02 c",
         "a <mark>b</mark> c"},
        {"\x02\x02"
         "a\x01\x01"
         "b",
         "a<mark>b</mark>"},
        {"\x01<\x02>", "<mark>&lt;</mark>&gt;"},
        {"", ""},
    }));

    REQUIRE(to_html(passage) == html);
}

}  // namespace
}  // namespace ingestd::index
