#include <ingestd/http/filter_json.hpp>
#include <nlohmann/json.hpp>

#include "support/catch.hpp"

namespace ingestd::http {
namespace {

using namespace std::literals;
using nlohmann::json;
using Errors = std::vector<intake::FieldError>;
using Kind = Filter::Kind;

struct Parsed {
    Filter filter;
    Errors errors;
};

Parsed parsed(const json& filter) {
    Parsed result;
    result.filter = parse_filter(filter, "/filter", result.errors);
    return result;
}
Parsed parsed(const char* text) {
    return parsed(json::parse(text));
}

Filter condition(
    FilterField field, std::string key, Comparison comparison, std::vector<FilterValue> values
) {
    return {
        .kind = Kind::condition,
        .condition = {field, std::move(key), comparison, std::move(values)}};
}
Filter of_metadata(std::string key, Comparison comparison, std::vector<FilterValue> values) {
    return condition(FilterField::metadata, std::move(key), comparison, std::move(values));
}
Filter joined(Kind kind, std::vector<Filter> parts) {
    return {.kind = kind, .parts = std::move(parts)};
}

TEST_CASE("a filter's value is equal, a list one of", "[http][filter]") {
    const auto [text, expected] = GENERATE(table<const char*, Filter>({
        {R"({"filename":"a.txt"})",
         condition(FilterField::filename, "", Comparison::eq, {"a.txt"s})},
        {R"({"language":["de","en"]})",
         condition(FilterField::language, "", Comparison::in, {"de"s, "en"s})},
        {R"({"page":3})", condition(FilterField::page, "", Comparison::eq, {std::int64_t{3}})},
        {R"({"year":2024})", of_metadata("year", Comparison::eq, {std::int64_t{2024}})},
        {R"({"metadata.year":2024.5})", of_metadata("year", Comparison::eq, {2024.5})},
        {R"({"metadata.page":"ii"})", of_metadata("page", Comparison::eq, {"ii"s})},
        {R"({"a.b.c":true})", of_metadata("a.b.c", Comparison::eq, {true})},
        {R"({"x":[]})", of_metadata("x", Comparison::in, {})},
        {R"({"big":18446744073709551615})",
         of_metadata("big", Comparison::eq, {18446744073709551615.0})},
    }));
    CAPTURE(text);

    const auto [filter, errors] = parsed(text);

    CHECK(errors.empty());
    CHECK(filter == joined(Kind::all_of, {expected}));
}

TEST_CASE("a filter asks for what enrichers have found", "[http][filter]") {
    const auto day = [](const char* text) { return parse_moment(text).value(); };
    const auto [text, expected] = GENERATE_COPY(table<const char*, Filter>({
        {R"({"keywords":"red fox"})",
         condition(FilterField::keywords, "", Comparison::eq, {"red fox"s})},
        {R"({"emails":["a@b.org"]})",
         condition(FilterField::emails, "", Comparison::in, {"a@b.org"s})},
        {R"({"urls":{"exists":true}})",
         condition(FilterField::urls, "", Comparison::exists, {true})},
        {R"({"dates":"2024"})", condition(FilterField::dates, "", Comparison::eq, {day("2024")})},
        {R"({"enrichment.reading_ease":{"gte":60.5}})",
         condition(FilterField::enrichment, "reading_ease", Comparison::gte, {60.5})},
        {R"({"enrichment.summary.topic":"law"})",
         condition(FilterField::enrichment, "summary.topic", Comparison::eq, {"law"s})},
        {R"({"metadata.keywords":"x"})", of_metadata("keywords", Comparison::eq, {"x"s})},
    }));
    CAPTURE(text);

    const auto [filter, errors] = parsed(text);

    CHECK(errors.empty());
    CHECK(filter == joined(Kind::all_of, {expected}));
}

TEST_CASE("what bounds a date bounds one date, not several", "[http][filter]") {
    const auto day = [](const char* text) { return parse_moment(text).value(); };

    const auto [filter, errors] =
        parsed(R"({"dates":{"gte":"2024-01","exists":true,"lt":"2025"},"year":{"gt":1,"lt":3}})");

    CHECK(errors.empty());
    REQUIRE(filter.parts.size() == 4);
    CHECK(filter.parts[0] == condition(FilterField::dates, "", Comparison::exists, {true}));
    auto within = condition(FilterField::dates, "", Comparison::gte, {day("2024-01")});
    within.condition.bounds = {{Comparison::lt, day("2025")}};
    CHECK(filter.parts[1] == within);
}

TEST_CASE("a filter compares as it is told, with a dollar or without", "[http][filter]") {
    const auto [name, comparison] = GENERATE(table<std::string, Comparison>({
        {"eq", Comparison::eq},
        {"ne", Comparison::ne},
        {"gt", Comparison::gt},
        {"gte", Comparison::gte},
        {"lt", Comparison::lt},
        {"lte", Comparison::lte},
    }));
    const auto dollar = GENERATE("", "$");

    const auto [filter, errors] = parsed(json{{"year", {{dollar + name, 7}}}});

    CHECK(errors.empty());
    CHECK(filter.parts == std::vector{of_metadata("year", comparison, {std::int64_t{7}})});
}

TEST_CASE("a filter is joined by and, or, not", "[http][filter]") {
    const auto a = of_metadata("a", Comparison::eq, {std::int64_t{1}});
    const auto b = of_metadata("b", Comparison::eq, {std::int64_t{2}});
    const auto all = [](std::vector<Filter> parts) { return joined(Kind::all_of, parts); };
    const auto [text, expected] = GENERATE_COPY(table<const char*, Filter>({
        {"{}", {}},
        {R"({"a":1,"b":2})", all({a, b})},
        {R"({"and":[{"a":1},{"b":2}]})", all({all({all({a}), all({b})})})},
        {R"({"$or":[{"a":1},{"b":2}]})", all({joined(Kind::any_of, {all({a}), all({b})})})},
        {R"({"$not":{"a":1}})", all({joined(Kind::none_of, {all({a})})})},
        {R"({"a":{"gte":1,"lt":5}})",
         all(
             {of_metadata("a", Comparison::gte, {std::int64_t{1}}),
              of_metadata("a", Comparison::lt, {std::int64_t{5}})}
         )},
    }));
    CAPTURE(text);

    const auto [filter, errors] = parsed(text);

    CHECK(errors.empty());
    CHECK(filter == expected);
}

TEST_CASE("a filter's dates are as long as what they leave out", "[http][filter]") {
    const auto [filter, errors] = parsed(R"({"created":{"lte":"2024-12-31"}})");

    CHECK(errors.empty());
    REQUIRE(filter.parts.size() == 1);
    CHECK(
        filter.parts[0].condition.values ==
        std::vector<FilterValue>{parse_moment("2024-12-31").value()}
    );
}

TEST_CASE("what is wrong with a filter is named by its pointer", "[http][filter]") {
    const auto [text, pointer, detail] = GENERATE(table<const char*, std::string, std::string>({
        {R"({"year":null})", "/filter/year", "exists"},
        {R"({"year":{}})", "/filter/year", "how to compare"},
        {R"({"year":{"above":3}})", "/filter/year/above", "one of eq"},
        {R"({"year":{"in":3}})", "/filter/year/in", "list"},
        {R"({"year":{"in":[1,{}]}})", "/filter/year/in/1", "string, a number"},
        {R"({"year":{"gt":true}})", "/filter/year/gt", "string or a number"},
        {R"({"year":{"eq":[1]}})", "/filter/year/eq", "string, a number"},
        {R"({"year":{"exists":1}})", "/filter/year/exists", "true or false"},
        {R"({"page":1.5})", "/filter/page", "whole number"},
        {R"({"filename":7})", "/filter/filename", "string"},
        {R"({"created":"yesterday"})", "/filter/created", "2025-12-28"},
        {R"({"indexed":1700000000})", "/filter/indexed", "2025-12-28"},
        {R"({"document_id":"7"})", "/filter/document_id", "id"},
        {R"({"document_id":{"gt":"7"}})", "/filter/document_id/gt", "no meaning"},
        {R"({"metadata":{"a":1}})", "/filter/metadata", "metadata.year"},
        {R"({"metadata.":1})", "/filter/metadata.", "metadata.year"},
        {R"({"enrichment":{"a":1}})", "/filter/enrichment", "enrichment.reading_ease"},
        {R"({"enrichment.":1})", "/filter/enrichment.", "enrichment.reading_ease"},
        {R"({"enrichment.a":null})", "/filter/enrichment.a", "exists"},
        {R"({"dates":{"gte":"soon","lt":"2025"}})", "/filter/dates/gte", "2025-12-28"},
        {R"({"keywords":7})", "/filter/keywords", "string"},
        {R"({"$nor":[]})", "/filter/$nor", "not known"},
        {R"({"and":[]})", "/filter/and", "list of conditions"},
        {R"({"or":{"a":1}})", "/filter/or", "list of conditions"},
        {R"({"or":[{"a":1},7]})", "/filter/or/1", "object"},
        {R"({"not":[]})", "/filter/not", "object"},
        {R"({"a/b":{"~":1}})", "/filter/a~1b/~0", "one of eq"},
    }));
    CAPTURE(text);

    const auto [filter, errors] = parsed(text);

    REQUIRE(errors.size() == 1);
    CHECK(errors[0].pointer == pointer);
    CHECK_THAT(errors[0].detail, Catch::Contains(detail));
}

TEST_CASE("a filter is bounded in depth, conditions and values", "[http][filter]") {
    auto nested = [](std::size_t levels) {
        json filter{{"a", 1}};
        for (std::size_t level = 1; level < levels; ++level) filter = json{{"not", filter}};
        return filter;
    };
    CHECK(parsed(nested(filter_levels_max)).errors.empty());
    CHECK(parsed(nested(filter_levels_max + 1)).errors.size() == 1);

    json conditions = json::array();
    for (std::size_t i = 0; i < filter_conditions_max; ++i) conditions.push_back({{"a", i}});
    CHECK(parsed(json{{"or", conditions}}).errors.empty());
    conditions.push_back({{"a", 0}});
    conditions.push_back({{"a", 0}});
    CHECK(parsed(json{{"or", conditions}}).errors.size() == 1);

    json values = json::array();
    for (std::size_t i = 0; i < filter_values_max; ++i) values.push_back(i);
    CHECK(parsed(json{{"a", values}}).errors.empty());
    values.push_back(0);
    values.push_back(0);
    CHECK(parsed(json{{"a", values}}).errors.size() == 1);
}

}  // namespace
}  // namespace ingestd::http
