#include <string>

#include <ingestd/formats/pptx.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"
#include "zip_file.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

const std::string names =
    "xmlns:p='http://schemas.openxmlformats.org/presentationml/2006/main' "
    "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' "
    "xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart' "
    "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'";

std::string relationships(const std::string& all) {
    return "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>" +
           all + "</Relationships>";
}

std::string relationship(
    const std::string& id, const std::string& type, const std::string& target
) {
    return "<Relationship Id='" + id + "' Type='http://x/" + type + "' Target='" + target + "'/>";
}

std::string a_p(const std::string& text, const std::string& properties = {}) {
    return "<a:p><a:pPr>" + properties + "</a:pPr><a:r><a:t>" + text + "</a:t></a:r></a:p>";
}

// A shape; `placeholder` is its <p:ph>, if it is one.
std::string shape(const std::string& paragraphs, const std::string& placeholder = {}) {
    return "<p:sp><p:nvSpPr><p:nvPr>" + placeholder + "</p:nvPr></p:nvSpPr><p:txBody>" +
           paragraphs + "</p:txBody></p:sp>";
}

std::string slide(const std::string& shapes) {
    return "<p:sld " + names + "><p:cSld><p:spTree>" + shapes + "</p:spTree></p:cSld></p:sld>";
}

// Slides in files of the opposite order, so that names do not tell it.
ZipParts parts_of(const std::string& first, const std::string& second = slide("")) {
    return {
        {"_rels/.rels", relationships(relationship("1", "officeDocument", "ppt/presentation.xml"))},
        {"ppt/presentation.xml",
         "<p:presentation " + names +
             "><p:sldIdLst><p:sldId r:id='a'/><p:sldId r:id='b'/></p:sldIdLst></p:presentation>"},
        {"ppt/_rels/presentation.xml.rels",
         relationships(
             relationship("b", "slide", "slides/slide1.xml") +
             relationship("a", "slide", "slides/slide2.xml")
         )},
        {"ppt/slides/slide1.xml", second},
        {"ppt/slides/slide2.xml", first}};
}

Gathered read_parts(const ZipParts& parts) {
    const auto bytes = make_zip(parts);
    return gather([&](formats::BlockSink& sink) { return formats::read_pptx(bytes, sink); });
}

}  // namespace

TEST_CASE(
    "slides come in the presentation's order, each a page with its title first", "[formats][pptx]"
) {
    const auto gathered = read_parts(parts_of(
        slide(
            shape(a_p("point") + a_p("other"), "<p:ph idx='1'/>") +
            shape(
                "<a:p><a:r><a:t>The</a:t></a:r><a:br/><a:r><a:t>title</a:t></a:r></a:p>",
                "<p:ph type='ctrTitle'/>"
            )
        ),
        slide(shape(a_p("Next"), "<p:ph type='title'/>"))
    ));
    CHECK(gathered.in_short() == Lines{"h1 The title", "li point", "-li other", "h1 Next"});
    CHECK(gathered.blocks.front().page == 1);
    CHECK(gathered.blocks.back().page == 2);
    CHECK(gathered.facts().pages == 2);
    CHECK(gathered.pages_ended == 2);
}

TEST_CASE("bullets make list items, their absence paragraphs", "[formats][pptx]") {
    const auto gathered = read_parts(parts_of(slide(
        shape(a_p("dot", "<a:buChar char='*'/>") + a_p("plain")) + "<p:grpSp>" +
        shape(a_p("grouped", "<a:buAutoNum/>")) + "</p:grpSp>" +
        shape(a_p("words", "<a:buNone/>"), "<p:ph type='body'/>")
    )));
    CHECK(gathered.in_short() == Lines{"li dot", "p plain", "li grouped", "p words"});
}

TEST_CASE("date, footer and number of a slide are left out", "[formats][pptx]") {
    std::string shapes = shape(a_p("seen"));
    for (const char* type : {"dt", "ftr", "sldNum", "hdr"}) {
        shapes += shape(a_p("unseen"), "<p:ph type='" + std::string{type} + "'/>");
    }
    CHECK(read_parts(parts_of(slide(shapes))).in_short() == Lines{"p seen"});
}

TEST_CASE("a table on a slide gives a row a line", "[formats][pptx]") {
    const auto cell = [](const std::string& text, const std::string& attributes = {}) {
        return "<a:tc " + attributes + "><a:txBody>" + a_p(text) + "</a:txBody></a:tc>";
    };
    const auto gathered = read_parts(parts_of(slide(
        "<p:graphicFrame><a:tbl><a:tblPr firstRow='1'/><a:tr>" + cell("Name") + cell("Weight") +
        "</a:tr><a:tr>" + cell("both", "gridSpan='2'") + cell("hidden", "hMerge='1'") +
        "</a:tr></a:tbl></p:graphicFrame>"
    )));
    CHECK(gathered.in_short() == Lines{"th Name | Weight", "-tr both |"});
}

TEST_CASE("the speaker's notes follow the slide's own text", "[formats][pptx]") {
    auto parts = parts_of(slide(shape(a_p("text"))));
    parts.push_back(
        {"ppt/slides/_rels/slide2.xml.rels",
         relationships(relationship("n", "notesSlide", "../notesSlides/notesSlide1.xml"))}
    );
    parts.push_back(
        {"ppt/notesSlides/notesSlide1.xml",
         "<p:notes " + names + ">" + shape(a_p("7"), "<p:ph type='sldNum'/>") +
             shape(a_p("say this"), "<p:ph type='body'/>") + "</p:notes>"}
    );
    const auto gathered = read_parts(parts);
    CHECK(gathered.in_short() == Lines{"p text", "p say this"});
    CHECK(gathered.blocks.back().page == 1);
}

TEST_CASE("a chart is the table that it shows, a diagram its text", "[formats][pptx]") {
    auto parts = parts_of(slide(""));
    parts.push_back(
        {"ppt/slides/_rels/slide2.xml.rels",
         relationships(
             relationship("c", "chart", "../charts/chart1.xml") +
             relationship("d", "diagramData", "/ppt/diagrams/data1.xml")
         )}
    );
    const auto point = [](const std::string& place, const std::string& value) {
        return "<c:pt idx='" + place + "'><c:v>" + value + "</c:v></c:pt>";
    };
    parts.push_back(
        {"ppt/charts/chart1.xml",
         "<c:chart " + names + "><c:title>" + a_p("Ducks") + "</c:title><c:ser><c:tx>" +
             point("0", "Mallard") + "</c:tx><c:cat>" + point("0", "2019") + point("1", "2020") +
             "</c:cat><c:val>" + point("0", "12") + point("1", "15") + "</c:val></c:ser>" +
             "<c:ser><c:tx>" + point("0", "Teal") + "</c:tx><c:val>" + point("1", "3") +
             "</c:val></c:ser><c:valAx><c:title>" + a_p("axis") + "</c:title></c:valAx></c:chart>"}
    );
    parts.push_back({"ppt/diagrams/data1.xml", "<d " + names + ">" + a_p("step") + "</d>"});
    CHECK(
        read_parts(parts).in_short() ==
        Lines{
            "caption Ducks",
            "th | Mallard | Teal",
            "-tr 2019 | 12 |",
            "-tr 2020 | 15 | 3",
            "p step"}
    );
}

TEST_CASE("a chart may be put together wrongly, and as large as it likes", "[formats][pptx]") {
    std::string chart = "<c:chart " + names +
                        "><c:ser><c:tx><c:ser/><c:pt idx='0'><c:v>lost</c:v>"
                        "</c:pt></c:tx></c:ser>";
    for (int i = 0; i < 2'000; ++i) {
        chart += "<c:ser><c:cat><c:pt idx='" + std::to_string(i) +
                 "'><c:v>c</c:v></c:pt></c:cat>"
                 "</c:ser>";
    }
    auto parts = parts_of(slide(""));
    parts.push_back(
        {"ppt/slides/_rels/slide2.xml.rels",
         relationships(relationship("c", "chart", "../charts/chart1.xml"))}
    );
    parts.push_back({"ppt/charts/chart1.xml", chart + "</c:chart>"});
    const auto gathered = read_parts(parts);
    CHECK(gathered.failure().empty());
    CHECK(gathered.blocks.size() < 300);
}

TEST_CASE("a damaged or missing slide is told, the others are read", "[formats][pptx]") {
    auto parts = parts_of(
        "<p:sld " + names + ">" + shape(a_p("before")) + "<torn", slide(shape(a_p("whole")))
    );
    auto gathered = read_parts(parts);
    CHECK(gathered.in_short() == Lines{"p before", "p whole"});
    CHECK(gathered.facts().warnings.size() == 1);
    parts.pop_back();
    gathered = read_parts(parts);
    CHECK(gathered.in_short() == Lines{"p whole"});
    CHECK(gathered.facts().warnings.size() == 1);
}

TEST_CASE("a presentation that cannot be read says why", "[formats][pptx]") {
    CHECK(read_parts(parts_of(slide(""))).failure() == "no_text");
    CHECK(read_parts({{"_rels/.rels", relationships("")}}).failure() == "malformed");
    CHECK(
        read_parts(parts_of(slide(shape(a_p(std::string(64 << 20, 'x')))))).failure() == "too_large"
    );
    const auto locked = make_zip(parts_of(slide(shape(a_p("x")))), {.password = "p"});
    const auto gathered =
        gather([&](formats::BlockSink& sink) { return formats::read_pptx(locked, sink); });
    CHECK(gathered.failure() == "password_required");
}
