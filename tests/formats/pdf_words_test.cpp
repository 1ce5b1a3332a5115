#include <ingestd/formats/pdf.hpp>

#include "support/catch.hpp"
#include "support/pdf.hpp"

using namespace ingestd;
using namespace ingestd::formats;

namespace {

std::vector<PageWords> words_of(const std::string& pdf, PageSpan pages) {
    std::vector<PageWords> told;
    const auto outcome = read_pdf_words(pdf, ReadingOptions{}, pages, [&](const PageWords& page) {
        told.push_back(page);
    });
    REQUIRE(std::holds_alternative<DocumentFacts>(outcome));
    return told;
}

const PlacedWord& word(const PageWords& page, const std::string& text) {
    const auto found = std::ranges::find(page.words, text, &PlacedWord::text);
    REQUIRE(found != page.words.end());
    return *found;
}

}  // namespace

TEST_CASE("words tell where they stand, from the upper left corner of the page", "[formats][pdf]") {
    const auto pdf = test::make_pdf({"Not asked for", "The red fox\njumps."});

    const auto pages = words_of(pdf, {2, 2});

    REQUIRE(pages.size() == 1);
    CHECK(pages[0].page == 2);
    CHECK(pages[0].width == 612);
    CHECK(pages[0].height == 792);
    const auto& the = word(pages[0], "The");
    const auto& fox = word(pages[0], "fox");
    const auto& jumps = word(pages[0], "jumps.");
    CHECK(the.box.x == Approx(60).margin(1));
    CHECK(the.box.y == Approx(792 - 760 - 9).margin(4));  // the base line stands at 760
    CHECK(the.box.height == Approx(11).margin(3));
    CHECK(fox.box.x > the.box.x + the.box.width);
    CHECK(fox.line == the.line);
    CHECK(jumps.line != the.line);
    CHECK(jumps.box.y == Approx(the.box.y + 14).margin(0.1));
}

TEST_CASE("of a page that is shown turned the shown place is told", "[formats][pdf]") {
    const std::string turn = GENERATE("90", "180", "270");
    const auto pages =
        words_of(test::make_pdf({"The red fox"}, {.page = "/Rotate " + turn}), {1, 1});

    REQUIRE(pages.size() == 1);
    const auto& the = word(pages[0], "The");
    const auto& fox = word(pages[0], "fox");
    if (turn == "180") {
        CHECK(pages[0].width == 612);
        CHECK(the.box.x + the.box.width == Approx(612 - 60).margin(1));
        CHECK(the.box.y == Approx(760).margin(5));
        CHECK(fox.box.x < the.box.x);
    } else {
        CHECK(pages[0].width == 792);
        CHECK(pages[0].height == 612);
        CHECK(the.box.x == Approx(turn == "90" ? 760 : 23).margin(5));
        CHECK((fox.box.y > the.box.y) == (turn == "90"));
        CHECK(the.box.height > the.box.width);
    }
    for (const auto& one : pages[0].words) {
        CHECK(one.box.x >= 0);
        CHECK(one.box.y >= 0);
        CHECK(one.box.x + one.box.width <= pages[0].width);
        CHECK(one.box.y + one.box.height <= pages[0].height);
    }
}

TEST_CASE("text that is turned on an upright page stands where it is seen", "[formats][pdf]") {
    const std::string up = "0 1 -1 0 300 400 Tm", down = "0 -1 1 0 300 400 Tm";
    const auto matrix = GENERATE_COPY(up, down);
    const auto pages = words_of(
        test::make_pdf_of_contents({"BT /F1 11 Tf " + matrix + " (The fox) Tj ET"}), {1, 1}
    );

    const auto& the = word(pages.at(0), "The");
    const auto& fox = word(pages.at(0), "fox");
    CHECK(the.box.height > the.box.width);
    CHECK(the.box.x == Approx(matrix == up ? 291 : 298).margin(5));
    if (matrix == up) {
        CHECK(the.box.y + the.box.height == Approx(392).margin(1));
        CHECK(fox.box.y < the.box.y);
    } else {
        CHECK(the.box.y == Approx(392).margin(1));
        CHECK(fox.box.y > the.box.y);
    }
}

TEST_CASE("pages that are not there are left out, empty ones have no words", "[formats][pdf]") {
    const auto pdf = test::make_pdf({"The fox", ""});

    CHECK(words_of(pdf, {3, 9}).empty());
    const auto pages = words_of(pdf, {2, 9});
    REQUIRE(pages.size() == 1);
    CHECK(pages[0].words.empty());
}

TEST_CASE("a PDF that cannot be opened tells no words", "[formats][pdf]") {
    const auto tell = [](const PageWords&) { FAIL("a word"); };
    const auto code_of = [&](const std::string& pdf) {
        const auto outcome = read_pdf_words(pdf, ReadingOptions{}, {1, 1}, tell);
        return std::get<DocumentFailure>(outcome).code;
    };

    CHECK(code_of("%PDF-1.4\nnothing of the kind") == "malformed");
}
