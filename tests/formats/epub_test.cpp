#include <string>

#include <ingestd/formats/epub.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"
#include "zip_file.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

const std::string container =
    "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
    "<rootfile full-path='OPS/book.opf'/></rootfiles></container>";

const std::string package_document =
    "<package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
    "<metadata><dc:title>The Book</dc:title><dc:title>Its subtitle</dc:title>"
    "<dc:creator>W. Riter</dc:creator><dc:creator>A. Nother</dc:creator>"
    "<dc:language>fr</dc:language><dc:date>2009-05</dc:date>"
    "<meta property='dcterms:modified'>2024-10-09T00:00:00Z</meta></metadata><manifest>"
    "<item id='two' href='text/b%20b.xhtml' media-type='application/xhtml+xml'/>"
    "<item id='cover' href='cover.svg' media-type='image/svg+xml'/>"
    "<item id='one' href='text/a.xhtml' media-type='application/xhtml+xml'/>"
    "</manifest><spine><itemref idref='cover'/><itemref idref='one'/><itemref idref='two'/>"
    "<itemref idref='nowhere'/></spine></package>";

ZipParts parts_of(const std::string& first, const std::string& second) {
    return {
        {"mimetype", "application/epub+zip"},
        {"META-INF/container.xml", container},
        {"OPS/book.opf", package_document},
        {"OPS/cover.svg", "<svg><text>cover</text></svg>"},
        {"OPS/text/a.xhtml", first},
        {"OPS/text/b b.xhtml", second}};
}

Gathered read_parts(const ZipParts& parts) {
    const auto bytes = make_zip(parts);
    return gather([&](formats::BlockSink& sink) { return formats::read_epub(bytes, sink); });
}

std::string xhtml(const std::string& head, const std::string& body) {
    return "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head>" + head +
           "</head><body>" + body + "</body></html>";
}

}  // namespace

TEST_CASE("chapters come in the order of the spine, each a page", "[formats][epub]") {
    const auto gathered =
        read_parts(parts_of(xhtml("", "<h1>One</h1><p>a</p>"), xhtml("", "<p>b</p>")));
    CHECK(gathered.in_short() == Lines{"h1 One", "p a", "p b"});
    CHECK(gathered.blocks.front().page == 2);
    CHECK(gathered.blocks.back().page == 3);
    CHECK(gathered.pages_ended == 4);
    CHECK(gathered.parts_read.back() == 1.0);
}

TEST_CASE("title, authors, language and dates come from the package document", "[formats][epub]") {
    const auto facts = read_parts(parts_of(xhtml("", "a"), xhtml("", "b"))).facts();
    CHECK(facts.format == "epub");
    CHECK(facts.title == "The Book");
    CHECK(facts.author == "W. Riter, A. Nother");
    CHECK(facts.language == "fr");
    CHECK(facts.created == "2009-05");
    CHECK(facts.modified == "2024-10-09T00:00:00Z");
    CHECK(facts.pages == 4);
    CHECK(facts.warnings == std::vector<std::string>{"Chapter 4 is not in the book."});
}

TEST_CASE("elements without content do not swallow the text behind them", "[formats][epub]") {
    const auto gathered = read_parts(parts_of(
        xhtml("<title/><script src='x > y'/>", "<div/><p>a<a id='x'/><br/>b</p><!-- <p>no</p> -->"),
        xhtml("<style>p{}</style>", "<p><![CDATA[1 < 2 & 3]]></p>")
    ));
    CHECK(gathered.in_short() == Lines{"p a\nb", "p 1 < 2 & 3"});
}

TEST_CASE("a damaged chapter costs the book that chapter", "[formats][epub]") {
    auto bytes = make_zip(parts_of(xhtml("", "<p>a good chapter</p>"), xhtml("", "<p>b</p>")));
    const auto directory = bytes.find("PK\1\2");
    const auto entry = bytes.find("OPS/text/b b.xhtml", directory);
    bytes.replace(entry - 46 + 16, 4, "xxxx");  // its checksum
    const auto gathered =
        gather([&](formats::BlockSink& sink) { return formats::read_epub(bytes, sink); });
    CHECK(gathered.in_short() == Lines{"p a good chapter"});
    CHECK(gathered.facts().warnings.front() == "Chapter 3 is damaged and was left out.");
}

TEST_CASE("protected text wants what opens it, protected fonts do not matter", "[formats][epub]") {
    const auto with_encryption = [](const std::string& uri) {
        auto parts = parts_of(xhtml("", "a"), xhtml("", "b"));
        parts.push_back(
            {"META-INF/encryption.xml",
             "<encryption xmlns:e='http://www.w3.org/2001/04/xmlenc#'><e:CipherReference URI='" +
                 uri + "'/></encryption>"}
        );
        return read_parts(parts).failure();
    };
    CHECK(with_encryption("OPS/font.otf").empty());
    CHECK(with_encryption("OPS/text/a.xhtml") == "password_required");
}

TEST_CASE("a book that cannot be read says why", "[formats][epub]") {
    CHECK(read_parts({{"mimetype", "application/epub+zip"}}).failure() == "malformed");
    CHECK(read_parts(parts_of(xhtml("", ""), xhtml("", ""))).failure() == "no_text");
    auto parts = parts_of("", "");
    parts[2].second = "<package xmlns='http://www.idpf.org/2007/opf'/>";
    CHECK(read_parts(parts).detail() == "The EPUB book names no chapters.");
    parts = parts_of(xhtml("", "a"), std::string(40 << 20, ' '));
    CHECK(read_parts(parts).failure() == "too_large");
}
