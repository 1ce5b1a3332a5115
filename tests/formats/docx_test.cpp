#include <string>

#include <ingestd/formats/docx.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"
#include "zip_file.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

const std::string names =
    "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "
    "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' "
    "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'";

const std::string package_relationships =
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    "<Relationship Id='r1' Type='http://x/officeDocument' Target='word/document.xml'/>"
    "<Relationship Id='r2' Type='http://x/core-properties' Target='docProps/core.xml'/>"
    "</Relationships>";

const std::string styles = "<w:styles " + names +
                           ">"
                           "<w:style w:type='paragraph' w:styleId='Titel'><w:name w:val='Title'/>"
                           "</w:style>"
                           "<w:style w:type='paragraph' w:styleId='berschrift2'>"
                           "<w:name w:val='heading 2'/></w:style>"
                           "<w:style w:type='paragraph' w:styleId='Mine'><w:name w:val='My own'/>"
                           "<w:basedOn w:val='berschrift2'/></w:style>"
                           "<w:style w:type='paragraph' w:styleId='Outlined'><w:name w:val='Part'/>"
                           "<w:pPr><w:outlineLvl w:val='3'/></w:pPr></w:style>"
                           "<w:style w:type='paragraph' w:styleId='Dotted'><w:name w:val='Dots'/>"
                           "<w:pPr><w:numPr><w:numId w:val='4'/></w:numPr></w:pPr></w:style>"
                           "<w:style w:type='paragraph' w:styleId='Cap'><w:name w:val='caption'/>"
                           "</w:style>"
                           "<w:style w:type='paragraph' w:styleId='A'><w:basedOn w:val='B'/>"
                           "</w:style>"
                           "<w:style w:type='paragraph' w:styleId='B'><w:basedOn w:val='A'/>"
                           "</w:style></w:styles>";

std::string document(const std::string& body) {
    return "<w:document " + names + "><w:body>" + body + "</w:body></w:document>";
}

ZipParts parts_of(const std::string& body) {
    return {
        {"_rels/.rels", package_relationships},
        {"word/document.xml", document(body)},
        {"word/styles.xml", styles}};
}

Gathered read_bytes(const std::string& bytes) {
    return gather([&](formats::BlockSink& sink) { return formats::read_docx(bytes, sink); });
}

Gathered read(const std::string& body) {
    return read_bytes(make_zip(parts_of(body)));
}

std::string p(const std::string& text, const std::string& properties = {}) {
    return "<w:p><w:pPr>" + properties + "</w:pPr><w:r><w:t>" + text + "</w:t></w:r></w:p>";
}

std::string styled(const std::string& style, const std::string& text) {
    return p(text, "<w:pStyle w:val='" + style + "'/>");
}

std::string cell(const std::string& content) {
    return "<w:tc>" + content + "</w:tc>";
}

}  // namespace

TEST_CASE(
    "headings are told by style, by what a style is based on, or outline", "[formats][docx]"
) {
    const auto gathered = read(
        styled("Titel", "Title") + styled("berschrift2", "Second") + styled("Mine", "Mine") +
        styled("Outlined", "Outlined") + p("Direct", "<w:outlineLvl w:val='0'/>") +
        p("Text after all", "<w:pStyle w:val='Mine'/><w:outlineLvl w:val='9'/>") +
        styled("Unknown", "Plain") + styled("A", "Circle")
    );
    CHECK(
        gathered.in_short() ==
        Lines{
            "h1 Title",
            "h2 Second",
            "h2 Mine",
            "h4 Outlined",
            "h1 Direct",
            "p Text after all",
            "p Plain",
            "p Circle"}
    );
}

TEST_CASE("numbered paragraphs are list items, captions are captions", "[formats][docx]") {
    const auto gathered = read(
        p("one", "<w:numPr><w:numId w:val='1'/></w:numPr>") + styled("Dotted", "two") +
        p("none", "<w:pStyle w:val='Dotted'/><w:numPr><w:numId w:val='0'/></w:numPr>") +
        styled("Cap", "Figure 1")
    );
    CHECK(gathered.in_short() == Lines{"li one", "-li two", "p none", "caption Figure 1"});
}

TEST_CASE(
    "the text of links, inserted runs and fields is kept, what was deleted is not",
    "[formats][docx]"
) {
    const auto gathered = read(
        "<w:p><w:r><w:t xml:space='preserve'>See </w:t></w:r><w:hyperlink><w:r><w:t>here"
        "</w:t></w:r></w:hyperlink><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>, new</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>moved</w:t></w:r>"
        "</w:moveFrom><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:tab/><w:t>a</w:t><w:br/>"
        "<w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r><m:oMath><m:r><m:t>x</m:t></m:r>"
        "</m:oMath></w:p>"
    );
    CHECK(gathered.in_short() == Lines{"p See here, new\ta\nb-cx"});
}

TEST_CASE(
    "a table gives a row a line; the row that repeats on every page names the columns",
    "[formats][docx]"
) {
    const auto gathered = read(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>" + cell(p("7")) + cell(p("8")) +
        "</w:tr><w:tr>" + cell(p("a") + p("b")) +
        cell("<w:tbl><w:tr>" + cell(p("in")) + cell(p("ner")) + "</w:tr></w:tbl>" + p("c")) +
        "</w:tr></w:tbl>"
    );
    CHECK(gathered.in_short() == Lines{"th 7 | 8", "-tr a b | in ner c"});
}

TEST_CASE(
    "a first row with a look of its own names the columns if it holds names", "[formats][docx]"
) {
    const auto table = [](const std::string& look, const std::string& first) {
        return "<w:tbl><w:tblPr><w:tblLook " + look + "/></w:tblPr><w:tr>" + cell(p("Name")) +
               cell(p(first)) + "</w:tr></w:tbl>";
    };
    CHECK(read(table("w:firstRow='1'", "Weight")).in_short() == Lines{"th Name | Weight"});
    CHECK(read(table("w:val='04A0'", "Weight")).in_short() == Lines{"th Name | Weight"});
    CHECK(read(table("w:firstRow='0'", "Weight")).in_short() == Lines{"tr Name | Weight"});
    CHECK(read(table("w:firstRow='1'", "12")).in_short() == Lines{"tr Name | 12"});
}

TEST_CASE(
    "a text box follows the paragraph that it stands in, and counts once", "[formats][docx]"
) {
    const auto box = [](const std::string& text) {
        return "<w:txbxContent>" + text + "</w:txbxContent>";
    };
    const auto gathered = read(
        "<w:p><w:r><w:t>Around </w:t></w:r><w:r><mc:AlternateContent><mc:Choice>" +
        box(p("inside") + "<w:tbl><w:tr>" + cell(p("x")) + "</w:tr></w:tbl>") +
        "</mc:Choice><mc:Fallback>" + box(p("inside")) +
        "</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>it</w:t></w:r></w:p>" + p("After")
    );
    CHECK(gathered.in_short() == Lines{"p Around it", "p inside", "tr x", "p After"});
}

TEST_CASE("foot- and endnotes follow the text, page headers do not count", "[formats][docx]") {
    auto parts = parts_of(p("Text"));
    parts.push_back(
        {"word/_rels/document.xml.rels",
         "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
         "<Relationship Id='1' Type='http://x/endnotes' Target='endnotes.xml'/>"
         "<Relationship Id='2' Type='http://x/header' Target='header1.xml'/>"
         "<Relationship Id='3' Type='http://x/footnotes' Target='/word/footnotes.xml'/>"
         "</Relationships>"}
    );
    parts.push_back(
        {"word/footnotes.xml",
         "<w:footnotes " + names + "><w:footnote w:type='separator'>" + p("-----") +
             "</w:footnote><w:footnote w:id='2'>" + p("Foot") + "</w:footnote></w:footnotes>"}
    );
    parts.push_back(
        {"word/endnotes.xml",
         "<w:endnotes " + names + "><w:endnote>" + p("End") + "</w:endnote></w:endnotes>"}
    );
    parts.push_back({"word/header1.xml", "<w:hdr " + names + ">" + p("Head") + "</w:hdr>"});
    CHECK(read_bytes(make_zip(parts)).in_short() == Lines{"p Text", "p Foot", "p End"});
}

TEST_CASE("title, author, language and dates come from the core properties", "[formats][docx]") {
    auto parts = parts_of(p("Text"));
    parts.push_back(
        {"docProps/core.xml",
         "<cp:coreProperties xmlns:cp='http://schemas.openxmlformats.org/package/2006/metadata/"
         "core-properties' xmlns:dc='http://purl.org/dc/elements/1.1/' "
         "xmlns:dcterms='http://purl.org/dc/terms/'><dc:title>The\nTitle"
         "</dc:title><dc:creator>W. Riter</dc:creator><dc:language>de</dc:language>"
         "<dcterms:created>2024-10-08T11:40:40+02:00</dcterms:created>"
         "<dcterms:modified>2024-10-09T00:00:00Z</dcterms:modified></cp:coreProperties>"}
    );
    const auto facts = read_bytes(make_zip(parts)).facts();
    CHECK(facts.format == "docx");
    CHECK(facts.title == "The Title");
    CHECK(facts.author == "W. Riter");
    CHECK(facts.language == "de");
    CHECK(facts.created == "2024-10-08T09:40:40Z");
    CHECK(facts.modified == "2024-10-09T00:00:00Z");
}

TEST_CASE(
    "the strict variant and a document part of another name are read alike", "[formats][docx]"
) {
    const std::string body =
        "<a:document xmlns:a='http://purl.oclc.org/ooxml/wordprocessingml/main'>"
        "<a:body><a:p><a:r><a:t>Strict</a:t></a:r></a:p></a:body></a:document>";
    const auto gathered = read_bytes(make_zip(
        {{"_rels/.rels",
          "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
          "<Relationship Id='1' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/"
          "officeDocument' Target='/word/document2.xml'/></Relationships>"},
         {"word/document2.xml", body}}
    ));
    CHECK(gathered.in_short() == Lines{"p Strict"});
}

TEST_CASE("what was read before the damage stands", "[formats][docx]") {
    auto parts = parts_of("");
    parts[1].second = "<w:document " + names + "><w:body>" + p("Before") + "<w:p><w:r><w:t>Torn";
    const auto gathered = read_bytes(make_zip(parts));
    CHECK(gathered.in_short() == Lines{"p Before", "p Torn"});
    CHECK(gathered.failure() == "malformed");
    CHECK(gathered.detail().find("line 1") != std::string::npos);
}

TEST_CASE("a paragraph without end is given in parts", "[formats][docx]") {
    std::string words;
    while (words.size() < (3U << 20)) words += "words without end " + std::to_string(words.size());
    const auto gathered = read(p(words));
    std::string text;
    for (const auto& block : gathered.blocks) text += block.text;
    CHECK(gathered.failure().empty());
    CHECK(text.size() > words.size() - 100);
    CHECK(gathered.pages_ended > 10);  // passed on while it is read
}

TEST_CASE("a Word document that cannot be read says why", "[formats][docx]") {
    CHECK(read("").failure() == "no_text");
    CHECK(read_bytes("no zip at all").failure() == "malformed");
    CHECK(read_bytes(make_zip({{"other.txt", "x"}})).failure() == "malformed");
    CHECK(
        read_bytes(make_zip(parts_of(p("secret")), {.password = "p"})).failure() ==
        "password_required"
    );
    std::string deep;
    for (int i = 0; i < 600; ++i) deep += "<w:sdt>";
    CHECK(read(deep).detail().find("512 levels") != std::string::npos);
}
