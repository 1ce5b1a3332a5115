#include <string>

#include <ingestd/formats/odp.hpp>

#include "gathered.hpp"
#include "odf_file.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

Gathered read(const std::string& body) {
    const auto bytes = make_zip(odf_parts("presentation", body));
    return gather([&](formats::BlockSink& sink) { return formats::read_odp(bytes, sink); });
}

std::string p(const std::string& text) {
    return "<text:p>" + text + "</text:p>";
}

std::string frame(const std::string& presentation_class, const std::string& content) {
    return "<draw:frame presentation:class='" + presentation_class + "'><draw:text-box>" + content +
           "</draw:text-box></draw:frame>";
}

std::string slide(const std::string& content) {
    return "<draw:page>" + content + "</draw:page>";
}

}  // namespace

TEST_CASE("slides of an OpenDocument presentation are pages with their titles", "[formats][odp]") {
    const auto gathered = read(
        slide(
            frame("title", p("The<text:line-break/>title")) + frame("subtitle", p("below")) +
            frame(
                "outline",
                "<text:list><text:list-item>" + p("one") +
                    "</text:list-item><text:list-"
                    "item>" +
                    p("two") + "</text:list-item></text:list>"
            )
        ) +
        slide(frame("title", "") + "<draw:custom-shape>" + p("shape") + "</draw:custom-shape>")
    );
    CHECK(gathered.in_short() == Lines{"h1 The title", "p below", "li one", "-li two", "p shape"});
    CHECK(gathered.blocks.front().page == 1);
    CHECK(gathered.blocks.back().page == 2);
    CHECK(gathered.facts().pages == 2);
    CHECK(gathered.facts().format == "odp");
    CHECK(gathered.facts().author == "First");
}

TEST_CASE("notes follow, what stands on every slide is left out", "[formats][odp]") {
    const auto gathered = read(
        "<presentation:footer-decl>decl</presentation:footer-decl>" +
        slide(
            frame("footer", p("no")) + frame("date-time", p("no")) + frame("page-number", p("no")) +
            "<draw:frame>" + p("text") + "</draw:frame><presentation:notes>" +
            frame("header", p("no")) + frame("notes", p("say this")) + "</presentation:notes>"
        )
    );
    CHECK(gathered.in_short() == Lines{"p text", "p say this"});
}

TEST_CASE("a table on an OpenDocument slide gives a row a line", "[formats][odp]") {
    const auto cell = [](const std::string& text) {
        return "<table:table-cell>" + p(text) + "</table:table-cell>";
    };
    const auto gathered = read(slide(
        "<draw:frame><table:table><table:table-row>" + cell("a") + cell("b") +
        "</table:table-row></table:table></draw:frame>"
    ));
    CHECK(gathered.in_short() == Lines{"tr a | b"});
}

TEST_CASE("a presentation without text fails", "[formats][odp]") {
    CHECK(read(slide(frame("title", ""))).failure() == "no_text");
}
