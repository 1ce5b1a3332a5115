#include <string>
#include <vector>

#include <ingestd/formats/pdf.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"
#include "support/pdf.hpp"

using namespace ingestd;
using namespace ingestd::test;

namespace {

using Lines = std::vector<std::string>;

// Text at a place of a page, from its upper left corner.
struct Put {
    double x = 60, y = 0;
    std::string text;
    double size = 11;
    int font = 1;  // 2 is bold, 3 of fixed width
};

std::string content_of(const std::vector<Put>& all) {
    std::string content;
    for (const auto& put : all) {
        content += "BT /F" + std::to_string(put.font) + " " + std::to_string(put.size) + " Tf " +
                   std::to_string(put.x) + " " + std::to_string(792 - put.y) + " Td " +
                   pdf_detail::literal(put.text) + " Tj ET\n";
    }
    return content;
}

Gathered read_pages(const std::vector<std::vector<Put>>& pages, const PdfExtras& extras = {}) {
    std::vector<std::string> contents;
    for (const auto& page : pages) contents.push_back(content_of(page));
    const auto bytes = make_pdf_of_contents(contents, extras);
    return gather([&](formats::BlockSink& sink) { return formats::read_pdf(bytes, sink); });
}

const std::string first = "The fox ran over the hill and through the wood, where nobody had seen";
const std::string second =
    "any other animal for as long as all the people of the village could tell,";

// Three full lines and a short one, so that the document has a body.
std::vector<Put> body_at(double y, double x = 60) {
    return {{x, y, first}, {x, y + 14, second}, {x, y + 28, first}, {x, y + 42, "anything else."}};
}

std::vector<Put> operator+(std::vector<Put> left, const std::vector<Put>& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

const std::string body_text = first + " " + second + " " + first + " anything else.";

}  // namespace

TEST_CASE("lines of a PDF that are full become one paragraph", "[formats][pdf]") {
    CHECK(read_pages({body_at(100)}).in_short() == Lines{"p " + body_text});
}

TEST_CASE("a word parted at the end of a line is whole again", "[formats][pdf]") {
    const auto gathered = read_pages({{
        {60, 100, "The fox ran over the hill and through the wood, where the exam-"},
        {60, 114, "ples of its kind are few, and where nobody had met with Jean-"},
        {60, 128, "Paul for years."},
    }});
    CHECK(
        gathered.in_short() ==
        Lines{
            "p The fox ran over the hill and through the wood, where the examples of its kind are "
            "few, and where nobody had met with Jean-Paul for years."}
    );
}

TEST_CASE("lines that somebody ended stay lines", "[formats][pdf]") {
    const auto gathered = read_pages(
        {{{60, 100, "A. Writer"}, {60, 114, "Long Road 7 at the end"}, {60, 128, "No End"}}}
    );
    CHECK(gathered.in_short() == Lines{"p A. Writer\nLong Road 7 at the end\nNo End"});
}

TEST_CASE("columns are read one after the other", "[formats][pdf]") {
    std::vector<Put> page;
    for (int i = 0; i < 8; ++i) {
        page.push_back({60, 100.0 + 14 * i, "left words that fill the line"});
        page.push_back({320, 100.0 + 14 * i, "right words that fill the line"});
    }
    std::string all;
    for (const auto& block : read_pages({page}).blocks) {
        CHECK(block.kind == BlockKind::paragraph);
        all += block.text + ' ';
    }
    CHECK(all.rfind("left") < all.find("right"));
}

TEST_CASE("larger and bold lines above text are headings", "[formats][pdf]") {
    const auto gathered = read_pages(
        {std::vector<Put>{
             {60, 60, "The Title", 22},
             {60, 100, "2.1 A Part of It", 14},
         } +
         body_at(130) + std::vector<Put>{{60, 210, "In Bold", 11, 2}} + body_at(228)}
    );
    CHECK(
        gathered.in_short() ==
        Lines{
            "h1 The Title", "h3 2.1 A Part of It", "p " + body_text, "h4 In Bold", "p " + body_text}
    );
}

TEST_CASE("a bookmark's title is a heading of its level", "[formats][pdf]") {
    const auto gathered = read_pages(
        {std::vector<Put>{{60, 60, "Of Foxes"}} + body_at(100)}, {.bookmark = "of foxes"}
    );
    CHECK(gathered.in_short() == Lines{"h1 Of Foxes", "p " + body_text});
}

TEST_CASE("bullets and numbers make items of a list", "[formats][pdf]") {
    const auto gathered = read_pages({{
        {60, 100, "\x95 the first"},
        {60, 130, "\x95"},
        {75, 130, "the second, whose mark stands apart"},
        {60, 160, "3. the third"},
    }});
    CHECK(
        gathered.in_short() ==
        Lines{"li the first", "-li the second, whose mark stands apart", "-li 3. the third"}
    );
}

TEST_CASE("words in columns are a table", "[formats][pdf]") {
    const auto gathered = read_pages({{
        {60, 100, "Name", 11, 2},
        {200, 100, "Legs", 11, 2},
        {300, 100, "Weight", 11, 2},
        {60, 116, "Fox"},
        {200, 116, "4"},
        {300, 116, "8 kg"},
        {60, 132, "Crane"},
        {200, 132, "2"},
        {300, 132, "5 kg"},
        {60, 148, "Brown bear"},
        {200, 148, "4"},
        {300, 148, "300 kg"},
    }});
    CHECK(
        gathered.in_short() ==
        Lines{
            "th Name | Legs | Weight",
            "-tr Fox | 4 | 8 kg",
            "-tr Crane | 2 | 5 kg",
            "-tr Brown bear | 4 | 300 kg"}
    );
}

TEST_CASE("captions and code are told apart from text", "[formats][pdf]") {
    const auto gathered = read_pages(
        {body_at(100) + body_at(180) +
         std::vector<Put>{
             {60, 280, "Figure 2: A fox on a hill"},
             {60, 330, "for fox in wood:", 11, 3},
             {86.4, 344, "run(fox)", 11, 3},
         }}
    );
    REQUIRE(gathered.blocks.size() == 4);
    CHECK(in_short(gathered.blocks[2]) == "caption Figure 2: A fox on a hill");
    CHECK(in_short(gathered.blocks[3]) == "code for fox in wood:\n    run(fox)");
}

TEST_CASE(
    "headers come once, page numbers never, and neither parts a paragraph", "[formats][pdf]"
) {
    std::vector<std::vector<Put>> pages;
    for (int i = 1; i <= 4; ++i) {
        pages.push_back(
            std::vector<Put>{{60, 30, "On Foxes, by A. Writer"}, {300, 770, std::to_string(i)}} +
            std::vector<Put>{
                {60, 100, i == 1 ? "One begins." : "goes on."}, {60, 650, first}, {60, 664, second}}
        );
    }
    const auto gathered = read_pages(pages);
    std::size_t headers = 0;
    for (const auto& block : gathered.blocks) {
        headers += block.text == "On Foxes, by A. Writer" ? 1 : 0;
        CHECK(block.text.find_first_of("123456789") == std::string::npos);
    }
    CHECK(headers == 1);
    CHECK(in_short(gathered.blocks[3]) == "+p  goes on.");
    CHECK(gathered.blocks[3].page == 2);
}

TEST_CASE("a PDF of more pages than are looked ahead at tells each in its turn", "[formats][pdf]") {
    const auto gathered = read_pages(std::vector<std::vector<Put>>(9, {{60, 100, "A page."}}));
    CHECK(gathered.blocks.size() == 9);
    CHECK(gathered.blocks.back().page == 9);
    CHECK(gathered.pages_ended == 9);
    CHECK(gathered.parts_read.back() == 1.0);
}
