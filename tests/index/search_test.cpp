// What a search finds, and what it makes of whatever a user types.
#include "../../src/index/corrections.hpp"
#include "../../src/index/snippet.hpp"
#include "../../src/index/user_query.hpp"
#include "generation_fixture.hpp"

namespace ingestd::index {
namespace {

using namespace std::literals;
using Texts = std::vector<std::string>;

UserTerm words(std::string text) {
    return {.text = std::move(text)};
}
UserTerm phrase(std::string text) {
    return {.kind = UserTerm::Kind::phrase, .text = std::move(text)};
}
UserTerm prefix(std::string text) {
    return {.kind = UserTerm::Kind::prefix, .text = std::move(text)};
}
UserTerm excluded(UserTerm term) {
    term.is_excluded = true;
    return term;
}

TEST_CASE("a query is words, phrases, beginnings and what is not wanted", "[index][query]") {
    const auto [user, terms] = GENERATE(table<std::string, std::vector<UserTerm>>({
        {"", {}},
        {" \t\n ", {}},
        {"quick  fox", {words("quick"), words("fox")}},
        {R"("quick fox" den)", {phrase("quick fox"), words("den")}},
        {R"(a"b c"d)", {words("a"), phrase("b c"), words("d")}},
        {R"("" x)", {words("x")}},
        {"fox -den", {words("fox"), excluded(words("den"))}},
        {R"(fox -"old den")", {words("fox"), excluded(phrase("old den"))}},
        {"negotiat*", {prefix("negotiat")}},
        {"fox -neg*x*", {words("fox"), excluded(prefix("neg*x"))}},
    }));

    REQUIRE(parse_user_query(user) == terms);
}

TEST_CASE("what does not fit the syntax is text", "[index][query]") {
    const auto [user, terms] = GENERATE(table<std::string, std::vector<UserTerm>>({
        {R"("never closed)", {words("\"never"), words("closed")}},
        {"-fox", {words("fox")}},
        {"- fox", {words("-"), words("fox")}},
        {"-5 degrees", {words("-5"), words("degrees")}},
        {"state-of-the-art", {words("state-of-the-art")}},
        {"ab* *", {words("ab*"), words("*")}},
        {"a AND NOT (b)", {words("a"), words("AND"), words("NOT"), words("(b)")}},
    }));

    REQUIRE(parse_user_query(user) == terms);
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

    REQUIRE_NOTHROW(fixture.generation->search({query, 10}));
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
        REQUIRE_NOTHROW(fixture.generation->search({query, 10}));
    }
    REQUIRE_NOTHROW(fixture.generation->search({std::string(1'000'000, 'x'), 10}));
    REQUIRE_NOTHROW(fixture.generation->search({std::string(100'000, '"'), 10}));
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

TEST_CASE("a phrase that nobody wrote is looked for as words", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("an appeal to the court"));

    REQUIRE(fixture.found("\"court of appeal\"").size() == 1);
}

TEST_CASE("what is not wanted is not found, as a word or a phrase", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("a heron at the lake"));
    fixture.add(fixture.entry("b.txt"), one_chunk("a heron by the river"));

    REQUIRE(fixture.found("heron -lake") == Texts{"a heron by the river"});
    REQUIRE(fixture.found("heron -\"by the river\"") == Texts{"a heron at the lake"});
}

TEST_CASE("words are found by how they begin", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("the negotiations went on"));
    fixture.add(fixture.entry("b.txt"), one_chunk("the negligence of others"));

    for (const auto* query : {"nego*", "negoti*", "negotiation*"})
        REQUIRE(fixture.found(query) == Texts{"the negotiations went on"});
    REQUIRE(fixture.found("neg*").size() == 2);
}

std::vector<Chunk> in_language(std::string text, std::string language) {
    auto chunks = one_chunk(std::move(text));
    chunks[0].enrichment.language = std::move(language);
    return chunks;
}

TEST_CASE("each language has its own endings", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("de"), in_language("Die Häuser am Hafen", "de"));
    fixture.add(fixture.entry("en"), in_language("The houses stand at the harbour", "en"));
    fixture.add(fixture.entry("ru"), in_language("Большие книги на столах", "ru"));
    fixture.add(fixture.entry("zz"), in_language("Boundaries zzz", "zu"));

    REQUIRE(fixture.found("haus") == Texts{"Die Häuser am Hafen"});
    REQUIRE(fixture.found("house") == Texts{"The houses stand at the harbour"});
    REQUIRE(fixture.found("книга") == Texts{"Большие книги на столах"});
    REQUIRE(fixture.found("boundaries") == Texts{"Boundaries zzz"});
}

TEST_CASE("what was found in any language is gone once it is deleted", "[index][search]") {
    GenerationFixture fixture;
    const auto entry = fixture.entry("de");
    fixture.add(entry, in_language("Hafen\nDie Häuser", "de"));
    fixture.add(fixture.entry("en"), in_language("ships", "en"));

    REQUIRE(answer_of<std::vector<std::string>>([&](auto done) {
        fixture.generation->remove_document(entry.id, done);
    }));

    REQUIRE(fixture.found("haus hafen").empty());
}

TEST_CASE("words that say nothing find nothing, unless they are all there is", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("which of the herons"));
    fixture.add(fixture.entry("b.txt"), one_chunk("to be or not to be"));

    REQUIRE(fixture.found("to be a heron") == Texts{"which of the herons"});
    REQUIRE(fixture.found("to be or not to be") == Texts{"to be or not to be"});
}

TEST_CASE("every passage is found by its document's title", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(
        fixture.entry("a.txt"), cut("Wading birds\n\nThe first is grey. The second is white.", 33)
    );

    const auto hits = fixture.found("wading white");

    REQUIRE(hits.size() == 2);
    REQUIRE(hits[0].ends_with("second is white."));
}

TEST_CASE("a document that its title alone finds is found once", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(
        fixture.entry("a.txt"),
        cut("Wading birds\n\nThe first is grey. The second is white. The third is a crane.", 33)
    );

    const auto hits = fixture.found("wading");

    REQUIRE(hits.size() == 1);
    CHECK(hits[0].starts_with("Wading birds"));
}

TEST_CASE("a slip of the keyboard is forgiven where nothing is found", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("a heron at the lake"));

    for (const auto* query : {"heorn", "herron", "hron", "herin", "HERONN"})
        REQUIRE(fixture.found(query).size() == 1);
    for (const auto* query : {"hxrxn", "h3ron", "het"}) REQUIRE(fixture.found(query).empty());
}

TEST_CASE("a slip is one letter too many, too few, another, or two changed", "[index][query]") {
    const auto slips = one_slip_away("abcd");

    for (const auto* slip : {"bcd", "abcde", "xabcd", "abzd", "abdc"})
        REQUIRE(std::ranges::count(slips, slip) == 1);
    REQUIRE(std::ranges::count(slips, "abcd") == 0);
    REQUIRE(one_slip_away("abc").empty());
    REQUIRE(one_slip_away("ab12").empty());
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

    const auto hits = fixture.generation->search({"heron", 10}).hits;

    REQUIRE(hits.size() == 2);
    REQUIRE(hits[0].stored.filename == "b.txt");
    REQUIRE(hits[0].score > hits[1].score);
}

TEST_CASE("a snippet shows the match marked and is safe as HTML", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(
        fixture.entry("a.txt"), one_chunk("<script>alert('x')</script> a \"heron\" & <b>more</b>")
    );

    const auto hits = fixture.generation->search({"heron", 10}).hits;

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

    const auto snippet = fixture.generation->search({"heron", 1}).hits.at(0).snippet;

    REQUIRE(snippet.find("<mark>heron</mark>") != std::string::npos);
    REQUIRE(snippet.size() < 600);
    REQUIRE(snippet.substr(0, 3) == "…");
}

TEST_CASE("a snippet shows where most of the query stands", "[index][search]") {
    GenerationFixture fixture;
    std::string text = "heron ";
    for (int i = 0; i < 100; ++i) text += "filler ";
    fixture.add(fixture.entry("a.txt"), one_chunk(text + "a heron, a badger, " + text));

    const auto snippet = fixture.generation->search({"heron badger", 1}).hits.at(0).snippet;

    REQUIRE(snippet.find("<mark>heron</mark>, a <mark>badger</mark>") != std::string::npos);
}

TEST_CASE("a snippet marks a phrase as one", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("the court of appeal, of late"));
    fixture.add(fixture.entry("b.txt"), one_chunk("私は東京都庁へ"));

    REQUIRE(
        fixture.generation->search({"\"court of appeal\"", 1}).hits.at(0).snippet ==
        "the <mark>court of appeal</mark>, of late"
    );
    REQUIRE(
        fixture.generation->search({"東京都庁", 1}).hits.at(0).snippet ==
        "私は<mark>東京都庁</mark>へ"
    );
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
