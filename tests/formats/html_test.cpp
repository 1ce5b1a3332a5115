#include <string>

#include <ingestd/formats/html.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

Gathered read(const std::string& html, const std::string& content_type = {}) {
    return gather([&](formats::BlockSink& sink) {
        return formats::read_html(html, content_type, sink);
    });
}

}  // namespace

TEST_CASE("headings, paragraphs and their inline marks become blocks of text", "[formats][html]") {
    const auto gathered = read(
        "<html lang=de><head><title> A  Title </title><meta name=author content='W. "
        "Riter'></head><body>"
        "<h1>One <i>two</i></h1><p>Some\n   <b>bold</b> text.</p>loose<h3>Deeper</h3></body></html>"
    );
    CHECK(gathered.in_short() == Lines{"h1 One two", "p Some bold text.", "p loose", "h3 Deeper"});
    CHECK(gathered.facts().title == "A  Title");
    CHECK(gathered.facts().author == "W. Riter");
    CHECK(gathered.facts().language == "de");
}

TEST_CASE("a page's dates come from its head", "[formats][html]") {
    const auto facts =
        read(
            "<head><meta name=date content=2020-01-01><meta property='article:published_time' "
            "content='2024-10-08T11:40:40+02:00'><meta itemprop=dateModified "
            "content=2024-10-09></head>"
            "<p>Text"
        )
            .facts();
    CHECK(facts.created == "2024-10-08T09:40:40Z");
    CHECK(facts.modified == "2024-10-09");
}

TEST_CASE("what is not the document's text is left out", "[formats][html]") {
    const auto gathered = read(
        "<script>var "
        "hidden1;</script><style>.hidden2{}</style><nav>hidden3</nav><template>hidden4</template>"
        "<noscript>hidden5</noscript><img alt=hidden6 src=x><!-- hidden7 --><p>seen</p>"
    );
    CHECK(gathered.in_short() == Lines{"p seen"});
}

TEST_CASE("lists give an item a line", "[formats][html]") {
    const auto gathered = read("<p>Before</p><ul><li>one<li>two<ol><li>inner</ol></ul><p>After");
    CHECK(gathered.in_short() == Lines{"p Before", "li one", "-li two", "-li inner", "p After"});
}

TEST_CASE("a table gives a row a line, the names of its columns flagged", "[formats][html]") {
    const auto gathered = read(
        "<table><caption>Ducks</caption><tr><th>Name<th>Weight</tr><tr><td>Mallard<td><p>1 "
        "kg</p></tr></table>"
    );
    CHECK(gathered.in_short() == Lines{"caption Ducks", "th Name | Weight", "-tr Mallard | 1 kg"});
}

TEST_CASE("a table inside a cell is part of the cell", "[formats][html]") {
    const auto gathered =
        read("<table><tr><td>a<table><tr><td>b<td>c</tr></table></td><td>d</td></tr></table>");
    REQUIRE(gathered.blocks.size() == 1);
    CHECK(gathered.in_short().front() == "tr a b c | d");
}

TEST_CASE("preformatted text keeps its lines and indentation", "[formats][html]") {
    const auto gathered = read("<pre>\n  if x:\n    y\n</pre>");
    CHECK(gathered.in_short() == Lines{"code   if x:\n    y"});
}

TEST_CASE("the encoding comes from the type, else from the document", "[formats][html]") {
    CHECK(read("<meta charset=koi8-r><p>\xF0\xD2\xC9\xD7\xC5\xD4").in_short() == Lines{"p Привет"});
    CHECK(
        read("<p>\xF0\xD2\xC9\xD7\xC5\xD4", "text/html; charset=KOI8-R").in_short() ==
        Lines{"p Привет"}
    );
}

TEST_CASE("deep nesting costs structure, not text, and not time", "[formats][html]") {
    std::string html = "<p>top</p>";
    for (int i = 0; i < 100'000; ++i) html += "<div>";
    html += "bottom";
    const auto gathered = read(html);
    CHECK(gathered.in_short() == Lines{"p top", "p bottom"});
    CHECK(gathered.facts().warnings.size() == 1);
}

TEST_CASE("unclosed paragraphs and items are not taken for nesting", "[formats][html]") {
    std::string html;
    for (int i = 0; i < 2000; ++i) html += "<p>x<br>";
    const auto gathered = read(html + "<h2>End</h2>");
    CHECK(gathered.blocks.back().kind == BlockKind::heading);
    CHECK(gathered.facts().warnings.empty());
}

TEST_CASE("HTML without text fails", "[formats][html]") {
    CHECK(read("<html><body><script>x</script></body></html>").failure() == "no_text");
}
