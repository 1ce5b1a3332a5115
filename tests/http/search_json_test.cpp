#include <ingestd/http/search_json.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::http;
using Errors = std::vector<intake::FieldError>;

TEST_CASE("a search needs a query alone", "[http][search_json]") {
    const auto parsed = parse_search_request(R"({"query":"red fox"})");

    REQUIRE(std::holds_alternative<search::SearchRequest>(parsed));
    CHECK(std::get<search::SearchRequest>(parsed).query == "red fox");
    CHECK(std::get<search::SearchRequest>(parsed).limit == 10);
}

TEST_CASE("a search takes a limit and the mode that is built", "[http][search_json]") {
    const auto parsed = parse_search_request(R"({"query":"x","limit":100,"mode":"keyword"})");

    REQUIRE(std::holds_alternative<search::SearchRequest>(parsed));
    CHECK(std::get<search::SearchRequest>(parsed).limit == 100);
}

TEST_CASE("a search's bad field is named by its pointer", "[http][search_json]") {
    const auto [text, pointer, detail] = GENERATE(table<std::string, std::string, std::string>({
        {"7", "", "object"},
        {"{}", "/query", "required"},
        {R"({"query":7})", "/query", "string"},
        {R"({"query":"  "})", "/query", "look for"},
        {R"({"query":"x","limit":0})", "/limit", "1 to 100"},
        {R"({"query":"x","limit":101})", "/limit", "1 to 100"},
        {R"({"query":"x","limit":"5"})", "/limit", "1 to 100"},
        {R"({"query":"x","mode":"hybrid"})", "/mode", "not available in this version"},
        {R"({"query":"x","mode":"vector"})", "/mode", "not available in this version"},
        {R"({"query":"x","mode":"fuzzy"})", "/mode", "one of"},
        {R"({"query":"x","filter":{}})", "/filter", "not available in this version"},
        {R"({"query":"x","top_k":5})", "/top_k", "not known"},
    }));
    CAPTURE(text);

    const auto parsed = parse_search_request(text);

    REQUIRE(std::holds_alternative<Errors>(parsed));
    const auto& errors = std::get<Errors>(parsed);
    REQUIRE(errors.size() == 1);
    CHECK(errors.front().pointer == pointer);
    CHECK_THAT(errors.front().detail, Catch::Contains(detail));
}

TEST_CASE("a search that is no JSON is told where", "[http][search_json]") {
    const auto parsed = parse_search_request(R"({"query":)");

    REQUIRE(std::holds_alternative<JsonSyntaxError>(parsed));
}
