#include <string>
#include <vector>

#include <ingestd/formats/converted_text.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

TEST_CASE("a converted document is a paragraph a line", "[formats][converted]") {
    const auto gathered = gather([](auto& sink) {
        return formats::read_converted_document("One.\n\nTwo,\x01 \xFF.\n\fThree.", sink);
    });
    CHECK(gathered.in_short() == Lines{"p One.", "p Two, \uFFFD.", "p Three."});
    CHECK(gathered.facts().format == "doc");
    CHECK(gathered.facts().pages == 0);
}

TEST_CASE("converted slides and sheets are pages", "[formats][converted]") {
    const auto slides = gather([](auto& sink) {
        return formats::read_converted_slides("Title\nline\n\f\fThird\n\f", sink);
    });
    CHECK(slides.in_short() == Lines{"p Title", "-p line", "p Third"});
    CHECK(slides.blocks.back().page == 3);
    CHECK(slides.facts().pages == 3);
    const auto sheets = gather([](auto& sink) {
        return formats::read_converted_sheets("\"Name\",\"Of\"\n\"a\",1\n\f\"b\",2\n\f", sink);
    });
    CHECK(sheets.in_short() == Lines{"th Name | Of", "-tr a | 1", "tr b | 2"});
    CHECK(sheets.blocks.back().page == 2);
    CHECK(sheets.facts().pages == 2);
}

TEST_CASE("a conversion that says nothing holds no text", "[formats][converted]") {
    for (const auto* text : {"", "\n \n", "\f\f"}) {
        CHECK(gather([&](auto& sink) {
                  return formats::read_converted_document(text, sink);
              }).failure() == "no_text");
        CHECK(gather([&](auto& sink) {
                  return formats::read_converted_slides(text, sink);
              }).failure() == "no_text");
        CHECK(gather([&](auto& sink) {
                  return formats::read_converted_sheets(text, sink);
              }).failure() == "no_text");
    }
}
