#include <ingestd/http/json_text.hpp>
#include <nlohmann/json.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::http;
using nlohmann::json;

namespace {

std::string nested(std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
}

}  // namespace

TEST_CASE("JSON becomes the value that it tells", "[http][json_text]") {
    const std::string_view text =
        R"({"a":[1,-2,3.5,"\u00e9",true,null,{"b":{}}],"c":18446744073709551615,"":[]})";

    const auto parsed = parse_json(text);

    REQUIRE(std::holds_alternative<json>(parsed));
    REQUIRE(std::get<json>(parsed) == json::parse(text));
}

TEST_CASE("short and long texts are read alike", "[http][json_text]") {
    const auto text = GENERATE(
        as<std::string>{},
        R"({"a":{"b":[{},[],""]},"collection_name":"c"})",
        R"([0,-0,1,-1,9223372036854775807,-9223372036854775808,9223372036854775808])",
        R"([18446744073709551615,18446744073709551616,-9223372036854775809])",
        R"([0.1,-0.0,1e5,1E-7,2.2250738585072014e-308,1.7976931348623157e308,5e-324,1.0])",
        R"(["\u0000","\ud83d\ude00","\"\\\/\b\f\n\r\t","\u00e9 \xC3\xA9"])",
        R"(["\ud83d"])",
        R"(["\udc00\ud800"])",
        R"(["\udc00"])",
        R"(["\ud800\u0041"])",
        R"({"a":1,"b":{"a":1,"a":2},"a":3})",
        R"([1,])",
        R"({"a" 1})",
        "[\"\xC3\"]",
        "[\"\xED\xA0\x80\"]",
        "[\"\xF4\x90\x80\x80\"]",
        "[\"a\tb\"]",
        "\xEF\xBB\xBF[1]",
        "[01]",
        "[1.]",
        "[+1]",
        "[NaN]",
        "[1] []",
        " \t\r\n\"alone\" ",
        "7",
        "nul"
    );
    CAPTURE(text);
    const std::string padding(70'000, ' ');

    const auto is_short = parse_json(text);
    const auto is_long = parse_json(text + padding);

    REQUIRE(is_short.index() == is_long.index());
    if (const auto* value = std::get_if<json>(&is_short)) {
        CHECK(value->dump() == std::get<json>(is_long).dump());
    } else if (const auto* error = std::get_if<JsonSyntaxError>(&is_short)) {
        CHECK(error->describe() == std::get<JsonSyntaxError>(is_long).describe());
    } else {
        CHECK(is_short == is_long);
    }
}

TEST_CASE("no number changes its type for being read fast", "[http][json_text]") {
    const auto parsed = std::get<json>(parse_json("[1,-1,1.0,18446744073709551615]"));

    CHECK(parsed[0].is_number_unsigned());
    CHECK((parsed[1].is_number_integer() && !parsed[1].is_number_unsigned()));
    CHECK(parsed[2].is_number_float());
    CHECK(parsed[3].is_number_unsigned());
}

TEST_CASE("broken JSON is told by line and column", "[http][json_text]") {
    using Place = std::pair<std::size_t, std::size_t>;
    const auto [text, place] = GENERATE(table<std::string, Place>({
        {"", {1, 1}},
        {"{", {1, 2}},
        {"{\"a\": }", {1, 7}},
        {"{\n  \"a\": 1,\n  \"b\": x\n}", {3, 8}},
        {"{\"\xC3\xA9\xC3\xA9\": x}", {1, 8}},
        {"[1] 2", {1, 5}},
        {"\"\xFF\"", {1, 2}},
        {"[1,]", {1, 4}},
    }));
    CAPTURE(text);

    const auto parsed = parse_json(text);

    REQUIRE(std::holds_alternative<JsonSyntaxError>(parsed));
    const auto& error = std::get<JsonSyntaxError>(parsed);
    CHECK(Place{error.line, error.column} == place);
    CHECK_FALSE(error.reason.empty());
}

TEST_CASE("the reason why JSON breaks repeats nothing of it", "[http][json_text]") {
    const auto parsed = parse_json(R"({"password": "hunter2)");

    const auto& error = std::get<JsonSyntaxError>(parsed);
    CHECK_THAT(error.describe(), Catch::StartsWith("line 1, column 22: "));
    CHECK_THAT(error.describe(), !Catch::Contains("hunter2"));
}

TEST_CASE("a number too large for any type is a fault of its text", "[http][json_text]") {
    REQUIRE(std::holds_alternative<JsonSyntaxError>(parse_json("1e999")));
}

TEST_CASE("a member that stands twice is named by its pointer", "[http][json_text]") {
    const auto parsed = parse_json(R"({"a":{"b":1,"b":2},"c":[{"x/y":1,"x/y":1}]})");

    REQUIRE(std::holds_alternative<std::vector<intake::FieldError>>(parsed));
    const auto& errors = std::get<std::vector<intake::FieldError>>(parsed);
    REQUIRE(errors.size() == 2);
    CHECK(errors[0].pointer == "/a/b");
    CHECK(errors[1].pointer == "/c/0/x~1y");
}

TEST_CASE("nesting is bounded", "[http][json_text]") {
    CHECK(std::holds_alternative<json>(parse_json(nested(json_depth_max))));

    const auto parsed = parse_json(nested(json_depth_max + 1));

    REQUIRE(std::holds_alternative<std::vector<intake::FieldError>>(parsed));
    std::string pointer;
    for (std::size_t i = 0; i < json_depth_max; ++i) pointer += "/0";
    CHECK(std::get<std::vector<intake::FieldError>>(parsed).front().pointer == pointer);
}

TEST_CASE("a million brackets cost neither stack nor time", "[http][json_text]") {
    REQUIRE_FALSE(std::holds_alternative<json>(parse_json(std::string(1'000'000, '['))));
}
