#include <string>

#include <ingestd/formats/markdown.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

Gathered read(const std::string& text) {
    return gather([&](formats::BlockSink& sink) { return formats::read_markdown(text, sink); });
}

}  // namespace

TEST_CASE("Markdown gives its structure and the text without marks", "[formats][markdown]") {
    const auto gathered = read(
        "# A *title*\n\nSome **bold** [link](http://x.example) and `code`.\nNext line.\n\n"
        "- one\n- two\n  - inner\n\n```python\nif x:\n  y\n```\n\n> quoted\n"
    );
    CHECK(
        gathered.in_short() ==
        Lines{
            "h1 A title",
            "p Some bold link and code.\nNext line.",
            "li one",
            "-li two",
            "-li inner",
            "code if x:\n  y",
            "p quoted",
        }
    );
}

TEST_CASE("a Markdown table gives rows, its first one flagged", "[formats][markdown]") {
    const auto gathered = read("| Name | *Weight* |\n|---|---|\n| Mallard | 1 kg |\n");
    CHECK(gathered.in_short() == Lines{"th Name | Weight", "-tr Mallard | 1 kg"});
}

TEST_CASE("HTML inside Markdown is read without its tags", "[formats][markdown]") {
    const auto gathered = read("<div align=center>\n<h2>Logo</h2>\n</div>\n\ntext <b>bold</b>\n");
    CHECK(gathered.in_short() == Lines{"h2 Logo", "p text bold"});
}

TEST_CASE("front matter gives title, author and dates and is no text", "[formats][markdown]") {
    const auto gathered = read(
        "---\ntitle: \"On Ducks\"\nauthor: A. Writer\ndate: 2024-10-08\nupdated: '2024-10-09 "
        "10:00'\ntags:\n  - x\n---\nBody.\n"
    );
    CHECK(gathered.in_short() == Lines{"p Body."});
    CHECK(gathered.facts().title == "On Ducks");
    CHECK(gathered.facts().author == "A. Writer");
    CHECK(gathered.facts().created == "2024-10-08");
    CHECK(gathered.facts().modified == "2024-10-09T10:00:00Z");
}

TEST_CASE("a rule at the start is not taken for front matter", "[formats][markdown]") {
    const auto gathered = read("---\n\nProse that is not YAML at all\n\n---\n\nMore.\n");
    CHECK(gathered.in_short() == Lines{"p Prose that is not YAML at all", "p More."});
}

TEST_CASE("deeply nested Markdown ends", "[formats][markdown]") {
    CHECK(read(std::string(20'000, '>') + " quoted").in_short() == Lines{"p quoted"});
}

TEST_CASE("a paragraph longer than a block is given in parts that go on", "[formats][markdown]") {
    std::string text;
    while (text.size() < 3 * block_text_max) text += "words and ";
    const auto gathered = read(text);
    REQUIRE(gathered.blocks.size() >= 3);
    std::string joined;
    for (const auto& block : gathered.blocks) {
        CHECK(block.text.size() <= block_text_max);
        joined += block.text;
    }
    CHECK(joined + " " == text);
    CHECK(gathered.blocks[1].before == Separator::none);
}
