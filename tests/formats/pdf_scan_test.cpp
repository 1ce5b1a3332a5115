// Pages of a PDF that are pictures, or whose text means nothing.
#include <string>
#include <vector>

#include <ingestd/formats/pdf.hpp>
#include <leptonica/allheaders.h>

#include "gathered.hpp"
#include "support/catch.hpp"
#include "support/pdf.hpp"

using namespace ingestd;
using namespace ingestd::test;

namespace {

constexpr int width = 1500, height = 120;  // 360 by 29 points at 300 dpi

// A line of text as a scanner sees it, in 8 bits of gray.
std::string scanned(const std::string& text) {
    auto* letters = ::bmfCreate(nullptr, 20);
    auto* paper = ::pixCreate(width, height, 1);
    ::pixSetTextline(paper, letters, text.c_str(), 1, 40, 80, nullptr, nullptr);
    std::string pixels;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            l_uint32 is_black = 0;
            ::pixGetPixel(paper, x, y, &is_black);
            pixels += is_black != 0 ? '\0' : '\xFF';
        }
    }
    ::pixDestroy(&paper);
    ::bmfDestroy(&letters);
    return pixels;
}

std::string picture(const std::string& pixels, int wide, int high, const std::string& shown) {
    return "q " + shown + " 60 600 cm BI /W " + std::to_string(wide) + " /H " +
           std::to_string(high) + " /CS /G /BPC 8 ID " + pixels + "\nEI Q\n";
}

std::string scanned_page(const std::string& text) {
    return picture(scanned(text), width, height, "360 0 0 28.8");
}

Gathered read(
    const std::vector<std::string>& contents,
    const std::string& languages = "eng",
    const PdfExtras& extras = {}
) {
    const auto bytes = make_pdf_of_contents(contents, extras);
    return gather([&](formats::BlockSink& sink) {
        return formats::read_pdf(bytes, {.ocr_languages = languages}, sink);
    });
}

std::string text_page(const std::string& text) {
    return pdf_detail::page_content(text);
}

const std::string no_language = "xxx";  // is not installed: a warning tells that it was needed

}  // namespace

TEST_CASE("a scanned page is read by OCR, in its place among the others", "[formats][pdf][ocr]") {
    const auto gathered = read(
        {text_page("The first page."),
         scanned_page("The fox ran over the hill"),
         text_page("The last page.")}
    );
    CHECK(
        gathered.in_short() ==
        std::vector<std::string>{
            "p The first page.", "p The fox ran over the hill", "p The last page."}
    );
    REQUIRE(gathered.blocks.size() == 3);
    CHECK(gathered.blocks[1].page == 2);
    CHECK(gathered.facts().warnings == std::vector<std::string>{"1 page was read by OCR."});
    CHECK(std::is_sorted(gathered.parts_read.begin(), gathered.parts_read.end()));
    CHECK(gathered.pages_ended == 3);
}

TEST_CASE("several scanned pages come in order", "[formats][pdf][ocr]") {
    const std::vector<std::string> words{"fox", "crane", "bear", "wolf"};
    std::vector<std::string> pages;
    for (const auto& word : words)
        pages.push_back(scanned_page("Here is the " + word + " at last"));
    const auto gathered = read(pages);
    REQUIRE(gathered.blocks.size() == words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
        CHECK(gathered.blocks[i].page == i + 1);
        CHECK(gathered.blocks[i].text == "Here is the " + words[i] + " at last");
    }
    CHECK(gathered.facts().warnings == std::vector<std::string>{"4 pages were read by OCR."});
}

TEST_CASE("without languages no page is read by OCR", "[formats][pdf][ocr]") {
    CHECK(read({scanned_page("The fox")}, "").failure() == "no_text");
    const auto missing = read({scanned_page("The fox")}, no_language);
    CHECK(missing.failure() == "no_text");
    CHECK_THAT(missing.detail(), Catch::Contains("tesseract-ocr-xxx"));
}

TEST_CASE("empty pages and ornaments are not read by OCR", "[formats][pdf][ocr]") {
    const auto dark = [](int side) {
        return std::string(static_cast<std::size_t>(side * side), '\x20');
    };
    const auto content = GENERATE_COPY(
        as<std::string>{},
        "",
        "60 700 m 550 700 l S",                     // a rule
        picture(dark(200), 200, 200, "40 0 0 40"),  // a logo
        picture(dark(20), 20, 20, "612 0 0 792")    // a colour for the page
    );
    INFO(content.substr(0, 60));
    const auto gathered = read({text_page("Text."), content}, no_language);
    CHECK(gathered.facts().warnings == std::vector<std::string>{"1 of 2 pages hold no text."});
}

TEST_CASE("letters that are drawn as lines may be read by OCR", "[formats][pdf][ocr]") {
    std::string lines;
    for (int i = 0; i < 40; ++i) {
        const auto x = std::to_string(60 + 10 * i);
        lines += x + " 600 m " + x + " 620 l " + x + " 640 670 650 680 600 c h f\n";
    }
    const auto gathered = read({text_page("Text."), lines}, no_language);
    REQUIRE(gathered.facts().warnings.size() == 2);
    CHECK_THAT(gathered.facts().warnings[0], Catch::Contains("tesseract-ocr-xxx"));
}

TEST_CASE("a text layer without meaning gives way to what is seen", "[formats][pdf][ocr]") {
    const PdfExtras extras{
        .fonts =
            "/F4 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type "
            "/Encoding /Differences [65 /uniE001 /uniE002 /uniE003 /uniE004] >> >>"};
    const std::string garbled = "BT /F4 11 Tf 60 300 Td (ABCDABCD ADCB) Tj ET\n";

    const auto seen = read({garbled + scanned_page("The fox ran over the hill")}, "eng", extras);
    REQUIRE(seen.blocks.size() >= 1);
    CHECK(seen.blocks[0].text == "The fox ran over the hill");
    CHECK(
        seen.facts().warnings ==
        std::vector<std::string>{
            "1 page was read by OCR.",
            "The characters of 1 page have no meaning; what is seen there was read."}
    );

    const auto kept = read({garbled}, "", extras);
    CHECK(kept.blocks.size() == 1);
    CHECK(
        kept.facts().warnings ==
        std::vector<std::string>{
            "The characters of 1 page have no meaning; they were taken as they stand."}
    );

    // A bullet or two are no reason.
    const auto usable = read(
        {garbled + "BT /F1 11 Tf 60 500 Td (Words that people can read stand here) Tj ET"},
        no_language,
        extras
    );
    CHECK(usable.facts().warnings.empty());
}
