#include <string>

#include <ingestd/formats/xml.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

Gathered read(const std::string& text) {
    return gather([&](formats::BlockSink& sink) {
        return formats::read_xml_document(text, "", sink);
    });
}

Lines lines_of(const std::string& text) {
    return read(text).in_short();
}

}  // namespace

TEST_CASE("XML gives the text of its elements in their order", "[formats][xml]") {
    const auto gathered = read(
        "<?xml version=\"1.0\"?>\n<!-- no text --><ducks xmlns='urn:x'>\n  <duck id='7'>\n"
        "    <name>Mallard</name>\n    <kilo>1</kilo>\n  </duck>\n  <duck><name>Teal</name>"
        "<kilo>0.3</kilo></duck>\n  <?pi no text?>\n</ducks>\n"
    );
    CHECK(gathered.in_short() == Lines{"p Mallard", "-p 1", "p Teal", "-p 0.3"});
    CHECK(gathered.facts().format == "xml");
    CHECK(gathered.parts_read.back() == 1.0);
}

TEST_CASE("elements in the midst of text are part of it", "[formats][xml]") {
    CHECK(
        lines_of("<d><p>A <b>bold</b> duck<fn>note</fn>,\n     swimming.</p><p><i>So</i> it is.</p>"
                 "<p><b>one</b> <i>two</i></p>\n<p>x<q>y</q><q>z</q></p></d>"
        ) == Lines{"p A bold ducknote,\nswimming.", "p So it is.", "p one two", "p xy z"}
    );
}

TEST_CASE("attributes that carry text are text", "[formats][xml]") {
    CHECK(
        lines_of(
            "<d><img alt='a duck' src='x'/><s title='Ducks'><p>See <img alt='it'/>!</p></s></d>"
        ) == Lines{"p a duck", "-p Ducks", "-p See it !"}
    );
}

TEST_CASE("a title near the root is the document's", "[formats][xml]") {
    CHECK(
        read("<a><i><title>On <b>Ducks</b></title></i><title>No</title></a>").facts().title ==
        "On Ducks"
    );
    CHECK(read("<a><b><c><title>Part</title></c></b></a>").facts().title.empty());
}

TEST_CASE("character data and references of XML are text", "[formats][xml]") {
    CHECK(lines_of("<a>1 &lt; 2 &amp; <![CDATA[<b>]]> &#233;</a>") == Lines{"p 1 < 2 & <b> é"});
}

TEST_CASE("XML is read in the encoding that it declares", "[formats][xml]") {
    CHECK(
        lines_of("<?xml version='1.0' encoding='windows-1251'?><a>\xCC\xE8\xF0, \xEC\xE8\xF0</a>"
        ) == Lines{"p Мир, мир"}
    );
    CHECK(lines_of(std::string{"\xFF\xFE<\0a\0>\0x\0<\0/\0a\0>\0", 18}) == Lines{"p x"});
}

TEST_CASE("entities that XML declares are neither expanded nor fetched", "[formats][xml]") {
    const auto outside =
        read("<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r>before &x; after</r>");
    CHECK(outside.failure() == "malformed");
    CHECK(outside.blocks.empty());
    std::string laughs = "<!DOCTYPE r [<!ENTITY a0 \"lol\">";
    for (int i = 1; i < 20; ++i) {
        const auto before = "&a" + std::to_string(i - 1) + ";";
        laughs += "<!ENTITY a" + std::to_string(i) + " \"" + before + before + before + "\">";
    }
    CHECK(read(laughs + "]><r>&a19;</r>").failure() == "malformed");
    CHECK(
        lines_of("<!DOCTYPE r PUBLIC '-//x' 'http://x.example/r.dtd'><r>text</r>") ==
        Lines{"p text"}
    );
}

TEST_CASE("damaged XML says where, and gives what came before", "[formats][xml]") {
    const auto cut = read("<a>\n<b>one</b>\n<b>two</c></a>");
    CHECK(cut.failure() == "malformed");
    CHECK(cut.detail().find("line 3") != std::string::npos);
    CHECK(cut.in_short() == Lines{"p one", "-p two"});
    CHECK(read("<a>").failure() == "malformed");
    CHECK(read("").failure() == "malformed");
    CHECK(read("<a><b/></a>").failure() == "no_text");
}

TEST_CASE("XML nested too deep fails, a very long line is given in parts", "[formats][xml]") {
    std::string deep = "<a>start</a>";
    for (int i = 0; i < 100'000; ++i) deep += "<b>";
    CHECK(read("<r>" + deep).failure() == "malformed");
    std::string words;
    while (words.size() < 3'000'000) words += "words ";
    const auto gathered = read("<a>" + words + "</a>");
    CHECK(gathered.failure().empty());
    std::size_t bytes = 0;
    for (const auto& block : gathered.blocks) bytes += block.text.size();
    CHECK(bytes >= words.size() - 10);
}
