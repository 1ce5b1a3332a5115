// Where the links of a PDF lead, and what is told of it.
#include <string>
#include <vector>

#include <ingestd/formats/pdf.hpp>

#include "../../src/formats/pdf/links.hpp"
#include "gathered.hpp"
#include "support/catch.hpp"
#include "support/pdf.hpp"

namespace ingestd::formats {
namespace {

using namespace std::string_literals;
using Lines = std::vector<std::string>;

// Lines of Courier at (60, 700), 12 points high: a character is 7.2 points wide, a line 14 high.
std::string typewritten(const Lines& lines) {
    std::string content = "BT /F3 12 Tf 14 TL 60 700 Td ";
    for (const auto& line : lines) content += test::pdf_detail::literal(line) + " Tj T* ";
    return content + "ET";
}

// The area of some characters of such a line.
std::string area(int line, int begin, int end) {
    const auto x = [](int column) { return std::to_string(60 + 72 * column / 10); };
    const auto y = 697 - 14 * line;
    return x(begin) + " " + std::to_string(y) + " " + x(end) + " " + std::to_string(y + 13);
}

std::string to(const std::string& uri) {
    return "/S /URI /URI " + test::pdf_detail::literal(uri);
}

Lines read(const Lines& lines, const test::PdfExtras& extras) {
    const auto bytes = test::make_pdf_of_contents({typewritten(lines)}, extras);
    return test::gather([&](BlockSink& sink) { return read_pdf(bytes, sink); }).in_short();
}

TEST_CASE(
    "the targets of links stand behind the paragraph that leads to them", "[formats][pdf][links]"
) {
    const Lines page{"See the list of foxes, or ask us."};
    CHECK(
        read(
            page,
            {.links =
                 {{area(0, 8, 21), to("https://example.org/foxes")},
                  {area(0, 30, 32), to("mailto:us@example.org?subject=Foxes")}}}
        ) ==
        Lines{"p See the list of foxes, or ask us. (https://example.org/foxes, us@example.org)"}
    );
}

TEST_CASE("a target that its words say is not told again", "[formats][pdf][links]") {
    CHECK(
        read(
            {"Read www.Example.org/f%C3%BCr-"},
            {.links = {{area(0, 5, 29), to("https://example.org/f%c3%bcr-/")}}}
        ) == Lines{"p Read www.Example.org/f%C3%BCr-"}
    );
    // Parted at the end of a line, over two areas.
    CHECK(
        read(
            {"Read https://example.org/", "foxes now."},
            {.links =
                 {{area(0, 5, 25), to("https://example.org/foxes")},
                  {area(1, 0, 5), to("https://example.org/foxes")}}}
        ) == Lines{"p Read https://example.org/\nfoxes now."}
    );
}

TEST_CASE("a target is told once a page", "[formats][pdf][links]") {
    CHECK(
        read(
            {"Here and here."},
            {.links =
                 {{area(0, 0, 4), to("http://a.example")},
                  {area(0, 9, 13), to("http://a.example")}}}
        ) == Lines{"p Here and here. (http://a.example)"}
    );
}

TEST_CASE("links are found on a page that is turned or cropped", "[formats][pdf][links]") {
    const auto page =
        GENERATE(as<std::string>{}, "/Rotate 90", "/Rotate 180", "/CropBox [40 500 500 750]");
    INFO(page);
    CHECK(
        read({"Of foxes."}, {.links = {{area(0, 3, 8), to("http://a.example")}}, .page = page}) ==
        Lines{"p Of foxes. (http://a.example)"}
    );
}

TEST_CASE("a target in a table stands in its cell", "[formats][pdf][links]") {
    std::string content;
    const auto put = [&](int x, int y, const std::string& text) {
        content += "BT /F1 11 Tf " + std::to_string(x) + " " + std::to_string(y) + " Td " +
                   test::pdf_detail::literal(text) + " Tj ET\n";
    };
    int y = 700;
    for (const auto& row :
         {Lines{"Fox", "4", "8 kg"}, {"Crane", "2", "5 kg"}, {"Bear", "4", "9 kg"}}) {
        for (int i = 0; i < 3; ++i) put(60 + 120 * i, y, row[static_cast<std::size_t>(i)]);
        y -= 16;
    }
    const auto bytes = test::make_pdf_of_contents(
        {content}, {.links = {{"55 680 100 694", to("http://a.example")}}}
    );
    CHECK(
        test::gather([&](BlockSink& sink) { return read_pdf(bytes, sink); }).in_short() ==
        Lines{"tr Fox | 4 | 8 kg", "-tr Crane (http://a.example) | 2 | 5 kg", "-tr Bear | 4 | 9 kg"}
    );
}

TEST_CASE("code with links stays as it stands", "[formats][pdf][links]") {
    const Lines prose(6, "Words of a text that is longer than the code below, so that it is code.");
    std::string content = "BT /F1 11 Tf 14 TL 60 400 Td ";
    for (const auto& line : prose) content += test::pdf_detail::literal(line) + " Tj T* ";
    const auto bytes = test::make_pdf_of_contents(
        {typewritten({"for fox in wood:", "    run(fox)"}) + "\n" + content + "ET"},
        {.links = {{area(1, 4, 7), to("http://a.example")}}}
    );
    const auto blocks =
        test::gather([&](BlockSink& sink) { return read_pdf(bytes, sink); }).in_short();
    REQUIRE(blocks.size() == 2);
    CHECK(blocks.front() == "code for fox in wood:\n    run(fox)");
}

TEST_CASE("only targets that a person could follow are told", "[formats][pdf][links]") {
    CHECK(told_target("HTTPS://example.org/a") == "HTTPS://example.org/a");
    CHECK(told_target("mailto:a@example.org") == "a@example.org");
    for (const std::string unfit :
         {"javascript:alert(1)",
          "file:///etc/passwd",
          "https://",
          "mailto:nobody",
          "https://example.org/a b",
          "https://example.org/\n",
          "https://example.org/<b>",
          "",
          "h"}) {
        INFO(unfit);
        CHECK(told_target(unfit).empty());
    }
    CHECK(told_target("https://example.org/" + std::string(600, 'a')).empty());
    CHECK(told_target("https://example.org/\xFF") == "https://example.org/\uFFFD");
}

TEST_CASE("links to places, files and scripts are none", "[formats][pdf][links]") {
    CHECK(
        read(
            {"Here and there."},
            {.links =
                 {{area(0, 0, 4), "/S /GoTo /D [5 0 R /Fit]"},
                  {area(0, 9, 14), "/S /JavaScript /JS (x)"},
                  {area(0, 5, 8), "/S /Launch /F (x)"}}}
        ) == Lines{"p Here and there."}
    );
}

TEST_CASE(
    "a paragraph that goes on overleaf tells its targets at its end", "[formats][pdf][links]"
) {
    const auto first = "The fox ran over the hill and through the wood, where nobody had seen"s;
    const auto second =
        "any other animal for as long as all the people of the village could tell,"s;
    const auto full = "BT /F1 11 Tf 14 TL 60 100 Td (" + first + ") Tj T* (" + second + ") Tj ET";
    const auto next = [&](const std::string& text) {
        const auto bytes = test::make_pdf_of_contents(
            {full, "BT /F1 11 Tf 60 700 Td (" + text + ") Tj ET"},
            {.links = {{"60 97 80 111", to("http://a.example")}}}
        );
        return test::gather([&](BlockSink& sink) { return read_pdf(bytes, sink); });
    };
    const auto whole = "p " + first + " " + second;
    CHECK(
        next("which is long.").in_short() == Lines{whole, "+p  which is long. (http://a.example)"}
    );
    const auto ended = next("Another one.");
    CHECK(ended.in_short() == Lines{whole, "+p  (http://a.example)", "p Another one."});
    CHECK(ended.blocks[1].page == 1);
}

}  // namespace
}  // namespace ingestd::formats
