#include <string>

#include <ingestd/formats/odt.hpp>

#include "gathered.hpp"
#include "odf_file.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

Gathered read_parts(const ZipParts& parts) {
    const auto bytes = make_zip(parts);
    return gather([&](formats::BlockSink& sink) { return formats::read_odt(bytes, sink); });
}

Gathered read(const std::string& body, const std::string& styles = {}) {
    return read_parts(odf_parts("text", body, styles));
}

std::string p(const std::string& text) {
    return "<text:p>" + text + "</text:p>";
}

std::string cell(const std::string& content) {
    return "<table:table-cell>" + content + "</table:table-cell>";
}

}  // namespace

TEST_CASE("headings are told by level, or by the named style behind a made one", "[formats][odt]") {
    const auto gathered = read(
        "<text:h text:outline-level='2'>Second</text:h><text:h>First</text:h>"
        "<text:p text:style-name='P1'>Title</text:p><text:p text:style-name='P2'>Third</text:p>"
        "<text:p text:style-name='Illustration'>Figure 1</text:p>",
        "<style:style style:name='P1' style:parent-style-name='Title'/>"
        "<style:style style:name='P2' style:parent-style-name='Heading_20_3'/>"
    );
    CHECK(
        gathered.in_short() ==
        Lines{"h2 Second", "h1 First", "h1 Title", "h3 Third", "caption Figure 1"}
    );
}

TEST_CASE("white space is as the format counts it", "[formats][odt]") {
    const auto gathered = read(p(
        "  a\n   <text:span>b </text:span> c<text:s text:c='3'/>d<text:tab/>e<text:line-break/> f"
    ));
    CHECK(gathered.in_short() == Lines{"p a b c d\te\nf"});
}

TEST_CASE("items of a list follow each other by a line", "[formats][odt]") {
    const auto item = [](const std::string& content) {
        return "<text:list-item>" + content + "</text:list-item>";
    };
    const auto list = [](const std::string& items) {
        return "<text:list>" + items + "</text:list>";
    };
    const auto gathered = read(
        list(item(p("one") + list(item(p("inner")))) + item(p("two"))) + list(item(p("other"))) +
        p("After")
    );
    CHECK(gathered.in_short() == Lines{"li one", "-li inner", "-li two", "li other", "p After"});
}

TEST_CASE("a table gives a row a line, its header rows flagged", "[formats][odt]") {
    const auto gathered = read(
        "<table:table><table:table-header-rows><table:table-row>" + cell(p("1")) + cell(p("2")) +
        "</table:table-row></table:table-header-rows><table:table-row>" + cell(p("a") + p("b")) +
        "<table:covered-table-cell><text:p>covered</text:p></table:covered-table-cell>" +
        cell(
            "<table:table><table:table-row>" + cell(p("in")) + "</table:table-row></table:table>"
        ) +
        "</table:table-row></table:table>"
    );
    CHECK(gathered.in_short() == Lines{"th 1 | 2", "-tr a b | in"});
}

TEST_CASE("notes and text boxes follow the paragraph that they stand in", "[formats][odt]") {
    const auto gathered = read(
        "<text:list><text:list-item>" +
        p("Before<text:note><text:note-citation>1</text:note-citation><text:note-body>" +
          p("Note") + "</text:note-body></text:note> and<draw:frame><draw:text-box>" + p("Box") +
          "</draw:text-box><svg:title>picture</svg:title></draw:frame> after") +
        "</text:list-item></text:list>"
    );
    CHECK(gathered.in_short() == Lines{"li Before and after", "p Note", "p Box"});
}

TEST_CASE("what was deleted, comments and readings are left out", "[formats][odt]") {
    const auto gathered = read(
        "<text:tracked-changes><text:changed-region><text:deletion>" + p("gone") +
        "</text:deletion></text:changed-region></text:tracked-changes>" +
        p("kept<text:change-start/>, inserted<text:change-end/><office:annotation>" + p("note") +
          "</office:annotation><text:ruby><text:ruby-base>base</text:ruby-base><text:ruby-text>"
          "reading</text:ruby-text></text:ruby>")
    );
    CHECK(gathered.in_short() == Lines{"p kept, insertedbase"});
}

TEST_CASE(
    "title, first author, language and dates come from the document's own data", "[formats][odt]"
) {
    const auto facts = read(p("x")).facts();
    CHECK(facts.format == "odt");
    CHECK(facts.title == "Title");
    CHECK(facts.author == "First");
    CHECK(facts.language == "nl");
    CHECK(facts.created == "2024-10-08T09:40:40Z");
    CHECK(facts.modified == "2024-10-09T00:00:00Z");
}

TEST_CASE("an encrypted text wants its password", "[formats][odt]") {
    auto parts = odf_parts("text", p("x"));
    parts[1].second = "\x01\x02 not XML";
    parts.push_back(
        {"META-INF/manifest.xml",
         "<m:manifest xmlns:m='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'><m:file-entry>"
         "<m:encryption-data/></m:file-entry></m:manifest>"}
    );
    CHECK(read_parts(parts).failure() == "password_required");
}

TEST_CASE("an OpenDocument text that cannot be read says why", "[formats][odt]") {
    CHECK(read("").failure() == "no_text");
    CHECK(
        read_parts({{"mimetype", "application/vnd.oasis.opendocument.text"}}).failure() ==
        "malformed"
    );
    auto parts = odf_parts("text", "");
    parts[1].second = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>";
    CHECK(read_parts(parts).detail().find("entities") != std::string::npos);
    std::string deep;
    for (int i = 0; i < 600; ++i) deep += "<text:section>";
    CHECK(read(deep).detail().find("512 levels") != std::string::npos);
}
