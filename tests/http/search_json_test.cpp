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

TEST_CASE(
    "a search says which part of what is found it wants, and with what", "[http][search_json]"
) {
    const auto parsed = parse_search_request(
        R"({"query":"x","filter":{"year":2024},"offset":20,"group_by":"document","group_size":3,
            "context":2,"max_context_tokens":4000})"
    );

    REQUIRE(std::holds_alternative<search::SearchRequest>(parsed));
    const auto& request = std::get<search::SearchRequest>(parsed);
    CHECK(request.filter.parts.size() == 1);
    CHECK(request.offset == 20);
    CHECK(request.group_size == 3);
    CHECK(request.context == 2);
    CHECK(request.max_context_tokens == 4000);
}

TEST_CASE("a search that is grouped gives one hit a document unless told", "[http][search_json]") {
    const auto parsed = parse_search_request(R"({"query":"x","group_by":"document"})");

    REQUIRE(std::holds_alternative<search::SearchRequest>(parsed));
    CHECK(std::get<search::SearchRequest>(parsed).group_size == 1);
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
        {R"({"query":"x","keyword_weight":2})", "/keyword_weight", "from 0.0 to 1.0"},
        {R"({"query":"x","explain":"yes"})", "/explain", "must be"},
        {R"({"query":"x","enrichment":1})", "/enrichment", "must be"},
        {R"({"query":"x","mode":"fuzzy"})", "/mode", "one of"},
        {R"({"query":"x","filter":[]})", "/filter", "object"},
        {R"({"query":"x","filter":{"page":"two"}})", "/filter/page", "whole number"},
        {R"({"query":"x","offset":-1})", "/offset", "0 to 1000"},
        {R"({"query":"x","offset":1001})", "/offset", "0 to 1000"},
        {R"({"query":"x","context":6})", "/context", "0 to 5"},
        {R"({"query":"x","group_by":"page"})", "/group_by", "one of document"},
        {R"({"query":"x","group_size":2})", "/group_size", "needs group_by"},
        {R"({"query":"x","group_by":"document","group_size":11})", "/group_size", "1 to 10"},
        {R"({"query":"x","max_context_tokens":0})", "/max_context_tokens", "1 to 200000"},
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
