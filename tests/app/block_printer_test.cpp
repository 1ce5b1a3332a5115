#include <ingestd/app/block_printer.hpp>
#include <nlohmann/json.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::app;

namespace {

Block block(BlockKind kind, std::string text, Separator before = Separator::paragraph) {
    Block made;
    made.kind = kind;
    made.before = before;
    made.text = std::move(text);
    return made;
}

Block heading(std::uint8_t level, std::string text) {
    auto made = block(BlockKind::heading, std::move(text));
    made.level = level;
    return made;
}

std::string print(ExtractForm form, const std::vector<Block>& blocks) {
    const auto printer = make_block_printer(form);
    auto out = printer->begin("a.txt");
    for (const auto& each : blocks) out += printer->block(each);
    return out + printer->end({});
}

const std::vector<Block> some{
    heading(2, "Foxes"),
    block(BlockKind::paragraph, "They run."),
    block(BlockKind::list_item, "one"),
    block(BlockKind::list_item, "two", Separator::line)};

}  // namespace

TEST_CASE("as text it is what is chunked, with nothing before it", "[app][extract]") {
    CHECK(print(ExtractForm::text, some) == "Foxes\n\nThey run.\n\none\ntwo\n");
}

TEST_CASE("a document inside of another is announced by its name", "[app][extract]") {
    CHECK(
        make_block_printer(ExtractForm::text)->announce("a.zip/b.txt") == "\n==> a.zip/b.txt <==\n"
    );
    CHECK(
        make_block_printer(ExtractForm::markdown)->announce("a.zip/-->") ==
        "\n<!-- a.zip/--_ -->\n\n"
    );
    CHECK(make_block_printer(ExtractForm::json)->announce("a.zip/b.txt").empty());
}

TEST_CASE("as text one that holds no text of its own is nothing", "[app][extract]") {
    CHECK(make_block_printer(ExtractForm::text)->end({}).empty());
    CHECK(make_block_printer(ExtractForm::markdown)->end({}).empty());
}

TEST_CASE("as Markdown blocks carry their marks", "[app][extract]") {
    CHECK(print(ExtractForm::markdown, some) == "## Foxes\n\nThey run.\n\n- one\n- two\n");
}

TEST_CASE("a table of Markdown has a rule below its first row", "[app][extract]") {
    CHECK(
        print(
            ExtractForm::markdown,
            {block(BlockKind::table_row, "a | b"),
             block(BlockKind::table_row, "1 | 2", Separator::line),
             block(BlockKind::table_row, "c")}
        ) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n| c |\n| --- |\n"
    );
}

TEST_CASE("a fence is longer than any in the code", "[app][extract]") {
    CHECK(
        print(ExtractForm::markdown, {block(BlockKind::code, "```\nx\n```")}) ==
        "````\n```\nx\n```\n````\n"
    );
}

TEST_CASE("a paragraph that comes in parts is one", "[app][extract]") {
    CHECK(
        print(
            ExtractForm::markdown,
            {block(BlockKind::paragraph, "They "),
             block(BlockKind::paragraph, "run.", Separator::none)}
        ) == "They run.\n"
    );
}

TEST_CASE("as JSON it is one object, whatever the text", "[app][extract]") {
    auto row = block(BlockKind::table_row, "a\"\xFF");
    row.is_table_header = true;
    row.page = 3;
    const auto json = nlohmann::json::parse(print(ExtractForm::json, {heading(1, "T"), row}));

    CHECK(json.at("filename") == "a.txt");
    CHECK(
        json.at("blocks").at(0) ==
        nlohmann::json{{"kind", "heading"}, {"level", 1}, {"page", nullptr}, {"text", "T"}}
    );
    CHECK(json.at("blocks").at(1).at("page") == 3);
    CHECK(json.at("blocks").at(1).at("is_header") == true);
    CHECK(json.at("blocks").at(1).at("text") == "a\"\xEF\xBF\xBD");
    CHECK(json.at("error").is_null());
}

TEST_CASE("JSON of a document that failed is whole, too, with the reason", "[app][extract]") {
    const auto printer = make_block_printer(ExtractForm::json);
    auto out = printer->begin("a.pdf") + printer->block(heading(1, "T"));
    out += printer->fail({.code = "malformed", .detail = "It breaks off.", .page = 7});

    const auto json = nlohmann::json::parse(out);
    CHECK(json.at("blocks").size() == 1);
    CHECK(json.at("error").at("code") == "malformed");
    CHECK(json.at("error").at("page") == 7);
}
