#include <string>

#include <ingestd/formats/json.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

Gathered read(const std::string& text) {
    return gather([&](formats::BlockSink& sink) { return formats::read_json(text, sink); });
}

Gathered read_lines(const std::string& text) {
    return gather([&](formats::BlockSink& sink) { return formats::read_json_lines(text, sink); });
}

std::string nested(std::size_t depth) {
    std::string text(depth, '[');
    text += '1';
    return text.append(depth, ']');
}

}  // namespace

TEST_CASE("JSON gives one line a leaf, with the way to it", "[formats][json]") {
    const auto gathered = read(
        R"({"title":"Ducks","size":{"kg":1.50,"tags":["a","b"]},"none":null,"yes":true,"empty":""})"
    );
    CHECK(
        gathered.in_short() ==
        Lines{
            "p title: Ducks",
            "-p size.kg: 1.50",
            "-p size.tags[0]: a",
            "-p size.tags[1]: b",
            "-p yes: true"}
    );
}

TEST_CASE("each element of the outermost array begins a paragraph", "[formats][json]") {
    const auto gathered = read(R"([{"a":"1","b":"2"},{"a":"3"},"x"])");
    CHECK(gathered.in_short() == Lines{"p [0].a: 1", "-p [0].b: 2", "p [1].a: 3", "p [2]: x"});
}

TEST_CASE("a single value is a document", "[formats][json]") {
    CHECK(read("\"just text\"").in_short() == Lines{"p just text"});
}

TEST_CASE("broken JSON is refused with its place", "[formats][json]") {
    const auto gathered = read("{\"a\": 1,\n \"b\": oops}");
    CHECK(gathered.failure() == "malformed");
    CHECK_THAT(gathered.detail(), Catch::Contains("line 2, column 7"));
}

TEST_CASE("JSON nested without end is refused", "[formats][json]") {
    CHECK(read(std::string(100'000, '[')).failure() == "malformed");
    const auto deepest = formats::json_depth_max;
    CHECK(read(nested(deepest)).failure().empty());
    CHECK(read(nested(deepest + 1)).failure() == "malformed");
}

TEST_CASE("JSON without a word or number holds no text", "[formats][json]") {
    CHECK(read("{\"a\":[null,\"\"]}").failure() == "no_text");
}

TEST_CASE("a bad line of JSON Lines is a warning", "[formats][json]") {
    const auto gathered = read_lines("{\"t\":\"first\"}\r\n{oops}\n\n{\"t\":\"third\"}");
    CHECK(gathered.in_short() == Lines{"p t: first", "p t: third"});
    CHECK(gathered.facts().warnings == Lines{"Line 2 is not valid JSON and was left out."});
    CHECK(gathered.parts_read.back() == 1.0);
}

TEST_CASE("warnings are few whatever the number of bad lines", "[formats][json]") {
    std::string text = "{\"t\":\"good\"}\n";
    for (int i = 0; i < 1000; ++i) text += "bad\n";
    const auto warnings = read_lines(text).facts().warnings;
    CHECK(warnings.size() == 21);
    CHECK(warnings.back() == "And 980 more.");
}

TEST_CASE("JSON Lines of which none is JSON are malformed", "[formats][json]") {
    CHECK(read_lines("no\njson\n").failure() == "malformed");
}
