#include <string>

#include <ingestd/formats/notebook.hpp>
#include <nlohmann/json.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using nlohmann::json;
using Lines = std::vector<std::string>;

namespace {

Gathered read(const std::string& text) {
    return gather([&](formats::BlockSink& sink) { return formats::read_notebook(text, sink); });
}

json markdown_cell(const json& source) {
    return {{"cell_type", "markdown"}, {"source", source}};
}

json code_cell(const json& source, const std::vector<json>& outputs = {}) {
    return {{"cell_type", "code"}, {"source", source}, {"outputs", outputs}};
}

json printed(const json& text) {
    return {{"output_type", "stream"}, {"name", "stdout"}, {"text", text}};
}

Gathered read_cells(const std::vector<json>& cells, const json& metadata = json::object()) {
    return read(json{{"cells", cells}, {"metadata", metadata}, {"nbformat", 4}}.dump());
}

}  // namespace

TEST_CASE("a notebook's Markdown and code cells are read in their order", "[formats][notebook]") {
    const auto gathered = read_cells(
        {markdown_cell({"# Ducks\n", "\n", "Some *words*.\n- one"}),
         code_cell({"if x:\n", "    y()"}),
         markdown_cell("## More")}
    );
    CHECK(
        gathered.in_short() ==
        Lines{"h1 Ducks", "p Some words.", "li one", "code if x:\n    y()", "h2 More"}
    );
    CHECK(gathered.facts().format == "notebook");
    CHECK(gathered.parts_read.back() == 1.0);
}

TEST_CASE("text outputs follow the cell they come from", "[formats][notebook]") {
    const auto gathered = read_cells({code_cell(
        "f()",
        {printed({"one\n", "two\n"}),
         {{"output_type", "execute_result"},
          {"data", {{"text/plain", {"42"}}, {"text/html", {"<b>42</b>"}}}}},
         {{"output_type", "display_data"},
          {"data", {{"image/png", "iVBOR"}, {"text/plain", "<Figure size 640x480>"}}}},
         {{"output_type", "display_data"}, {"data", {{"text/markdown", "*well*"}}}},
         {{"output_type", "error"},
          {"ename", "ValueError"},
          {"evalue", "no duck"},
          {"traceback", {"long"}}}}
    )});
    CHECK(
        gathered.in_short() ==
        Lines{"code f()", "code one\ntwo", "code 42", "p well", "code ValueError: no duck"}
    );
}

TEST_CASE("a picture's stand-in text is no output", "[formats][notebook]") {
    const auto gathered = read_cells({code_cell(
        "plot()",
        {{{"output_type", "display_data"},
          {"data", {{"image/svg+xml", "<svg/>"}, {"text/plain", "<Figure>"}}}}}
    )});
    CHECK(gathered.in_short() == Lines{"code plot()"});
}

TEST_CASE("of a long output the beginning is kept", "[formats][notebook]") {
    std::string many_lines;
    for (int i = 0; i < 100'000; ++i) many_lines += "line " + std::to_string(i) + "\n";
    const auto gathered = read_cells({code_cell("f()", {printed(many_lines)})});
    REQUIRE(gathered.blocks.size() == 2);
    const auto& text = gathered.blocks[1].text;
    CHECK(text.size() <= formats::output_text_max + 8);
    CHECK(text.starts_with("line 0\nline 1\n"));
    CHECK(text.ends_with("\n…"));

    const auto one_line = read_cells({code_cell("f()", {printed(std::string(99'999, 'x'))})});
    CHECK(one_line.blocks[1].text == std::string(formats::output_text_max, 'x') + "\n…");
}

TEST_CASE("of very many outputs the first are kept", "[formats][notebook]") {
    std::vector<json> outputs;
    for (int i = 0; i < 1000; ++i) outputs.push_back(printed("x"));
    const auto gathered = read_cells({code_cell("f()", outputs)});
    REQUIRE(gathered.blocks.size() == formats::outputs_max + 2);
    CHECK(gathered.in_short().back() == "code … 980 more outputs");
}

TEST_CASE("colours and progress bars of outputs are left out", "[formats][notebook]") {
    const auto gathered = read_cells(
        {code_cell("f()", {printed("\x1B[0;31mred\x1B[0m\n 10%\r 50%\r100%\r\nend\x1B[\n\x07")})}
    );
    CHECK(gathered.in_short().back() == "code red\n100%\nend");
}

TEST_CASE(
    "title and author of a notebook are facts, and the title a heading", "[formats][notebook]"
) {
    const json metadata{{"title", "On Ducks"}, {"authors", {{{"name", "A"}}, {{"name", "B"}}}}};
    const auto gathered = read_cells({code_cell("x")}, metadata);
    CHECK(gathered.facts().title == "On Ducks");
    CHECK(gathered.facts().author == "A, B");
    CHECK(gathered.in_short() == Lines{"h1 On Ducks", "code x"});
    CHECK(read_cells({markdown_cell("# On Ducks")}, metadata).in_short() == Lines{"h1 On Ducks"});
}

TEST_CASE("front matter in a first raw cell gives title and author", "[formats][notebook]") {
    const json raw{{"cell_type", "raw"}, {"source", "---\ntitle: On Geese\nauthor: C\n---\n"}};
    const auto gathered = read_cells({raw, code_cell("x")});
    CHECK(gathered.facts().title == "On Geese");
    CHECK(gathered.facts().author == "C");
    CHECK(gathered.in_short() == Lines{"code x"});
}

TEST_CASE("notebooks of version 3 are read", "[formats][notebook]") {
    const json cells{
        {{"cell_type", "heading"}, {"level", 2}, {"source", {"Ducks"}}},
        {{"cell_type", "code"},
         {"input", {"f()"}},
         {"outputs", json::array({{{"output_type", "pyout"}, {"text", {"42"}}}})}}};
    const auto gathered =
        read(json{{"worksheets", json::array({{{"cells", cells}}})}, {"nbformat", 3}}.dump());
    CHECK(gathered.in_short() == Lines{"h2 Ducks", "code f()", "code 42"});
}

TEST_CASE("JSON without cells is read as JSON, whatever its name", "[formats][notebook]") {
    const auto gathered = read("{\"a\": 1}");
    CHECK(gathered.in_short() == Lines{"p a: 1"});
    CHECK(gathered.facts().format == "json");
}

TEST_CASE("parts of a notebook of another shape than agreed are left out", "[formats][notebook]") {
    const auto gathered = read(
        R"({"cells": [7, null, {"cell_type": 3, "source": {"a": 1}}, {"cell_type": "code",
            "source": [1, "x"], "outputs": [[], 5, {"data": 7}, {"output_type": "stream"}]},
            {"cell_type": "markdown"}], "metadata": []})"
    );
    CHECK(gathered.in_short() == Lines{"code x"});
}

TEST_CASE("a notebook nested without end fails before anything is built", "[formats][notebook]") {
    const auto deep = read(
        R"({"cells": [{"cell_type": "code", "source": "x", "metadata": )" +
        std::string(1'000'000, '[')
    );
    CHECK(deep.failure() == "malformed");
    CHECK(deep.detail().find("512") != std::string::npos);
    CHECK(deep.blocks.empty());
}

TEST_CASE("a notebook of very many cells is read in proportion", "[formats][notebook]") {
    const std::vector<json> cells(50'000, code_cell("x"));
    CHECK(read_cells(cells).blocks.size() == 50'000);
}

TEST_CASE("a notebook that is broken or empty fails with its reason", "[formats][notebook]") {
    const auto broken = read("{\"cells\": [\n{]}");
    CHECK(broken.failure() == "malformed");
    CHECK(broken.detail().find("line 2, column 2") != std::string::npos);
    CHECK(read("{\"cells\": []}").failure() == "no_text");
}
