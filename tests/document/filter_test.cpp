#include <ingestd/document/filter.hpp>

#include "support/catch.hpp"

namespace ingestd {
namespace {

using namespace std::literals;
using Values = std::vector<FilterValue>;
using Kind = Filter::Kind;

constexpr std::int64_t operator""_i(unsigned long long value) {
    return static_cast<std::int64_t>(value);
}

bool met(Values stored, Comparison comparison, Values with) {
    return holds({FilterField::metadata, "x", comparison, std::move(with)}, stored);
}

TEST_CASE("a condition compares values of one type", "[document][filter]") {
    const auto [stored, comparison, with, expected] =
        GENERATE(table<Values, Comparison, Values, bool>({
            {{3_i}, Comparison::eq, {3_i}, true},
            {{3_i}, Comparison::eq, {3.0}, true},
            {{3.5}, Comparison::gt, {3_i}, true},
            {{3_i}, Comparison::lt, {3.5}, true},
            {{3_i}, Comparison::gte, {3_i}, true},
            {{3_i}, Comparison::gt, {3_i}, false},
            {{"b"s}, Comparison::gt, {"a"s}, true},
            {{"2024-05-01"s}, Comparison::lte, {"2024-05-31"s}, true},
            {{true}, Comparison::eq, {true}, true},
            {{true}, Comparison::eq, {false}, false},
            // different types
            {{3_i}, Comparison::eq, {"3"s}, false},
            {{"3"s}, Comparison::gte, {3_i}, false},
            {{"3"s}, Comparison::lt, {4_i}, false},
            {{1_i}, Comparison::eq, {true}, false},
            {{3_i}, Comparison::ne, {"3"s}, true},
            {{Opaque{}}, Comparison::eq, {""s}, false},
        }));
    CAPTURE(stored.size(), static_cast<int>(comparison));

    CHECK(met(stored, comparison, with) == expected);
}

TEST_CASE("whole numbers are compared exactly", "[document][filter]") {
    const std::int64_t odd = (1_i << 53) + 1;  // no double has it
    const auto near = static_cast<double>(odd);
    CHECK_FALSE(met({odd}, Comparison::eq, {near}));
    CHECK(met({odd}, Comparison::gt, {near}));
    CHECK(met({near}, Comparison::lt, {odd}));
    CHECK(met({std::numeric_limits<std::int64_t>::max()}, Comparison::lt, {1e300}));
    CHECK(met({std::numeric_limits<std::int64_t>::min()}, Comparison::gt, {-1e300}));
}

TEST_CASE("what bounds a value bounds one and the same", "[document][filter]") {
    Condition within{FilterField::metadata, "x", Comparison::gte, {10_i}};
    within.bounds = {{Comparison::lt, 20_i}};
    CHECK(holds(within, Values{3_i, 12_i}));
    CHECK_FALSE(holds(within, Values{3_i, 30_i}));  // each bound is met, but by another
    CHECK_FALSE(holds(within, Values{20_i}));
    CHECK_FALSE(holds(within, Values{}));
}

TEST_CASE("of several values one is enough", "[document][filter]") {
    const Values tags{"red"s, "blue"s};
    CHECK(met(tags, Comparison::eq, {"blue"s}));
    CHECK(met(tags, Comparison::in, {"green"s, "red"s}));
    CHECK_FALSE(met(tags, Comparison::ne, {"red"s}));
    CHECK_FALSE(met(tags, Comparison::nin, {"green"s, "red"s}));
    CHECK(met(tags, Comparison::nin, {"green"s}));
}

TEST_CASE("what is missing equals nothing", "[document][filter]") {
    CHECK_FALSE(met({}, Comparison::eq, {""s}));
    CHECK_FALSE(met({}, Comparison::lt, {7_i}));
    CHECK(met({}, Comparison::ne, {7_i}));
    CHECK(met({}, Comparison::nin, {7_i, 8_i}));
    CHECK(met({}, Comparison::exists, {false}));
    CHECK_FALSE(met({}, Comparison::exists, {true}));
    CHECK(met({Opaque{}}, Comparison::exists, {true}));
    CHECK_FALSE(met({3_i}, Comparison::in, {}));
    CHECK(met({3_i}, Comparison::nin, {}));
}

TEST_CASE("a time lies in a day, before it or after", "[document][filter]") {
    const auto at = [](const char* text) { return parse_moment(text).value(); };
    const auto noon = at("2024-05-02T12:00:00Z");
    CHECK(met({noon}, Comparison::eq, {at("2024-05-02")}));
    CHECK(met({noon}, Comparison::lte, {at("2024-05-02")}));
    CHECK(met({noon}, Comparison::gte, {at("2024-05-02")}));
    CHECK_FALSE(met({noon}, Comparison::gt, {at("2024-05-02")}));
    CHECK_FALSE(met({noon}, Comparison::lt, {at("2024-05-02")}));
    CHECK(met({noon}, Comparison::gt, {at("2024-05-01")}));
    CHECK(met({noon}, Comparison::lt, {at("2024-05-03")}));
    CHECK(met({noon}, Comparison::eq, {at("2024-05-02T14:00:00+02:00")}));
}

TEST_CASE("conditions are joined, also where one is not known", "[document][filter]") {
    const auto on = [](const Condition& condition) {
        return condition.key == "yes"  ? Verdict::yes
               : condition.key == "no" ? Verdict::no
                                       : Verdict::depends;
    };
    const auto is = [](std::string key) {
        return Filter{.kind = Kind::condition, .condition = {FilterField::metadata, key}};
    };
    const auto judged = [&](Kind kind, std::vector<std::string> keys) {
        Filter filter{.kind = kind};
        for (const auto& key : keys) filter.parts.push_back(is(key));
        return judge(filter, on);
    };
    CHECK(judge({}, on) == Verdict::yes);
    CHECK(judged(Kind::all_of, {"yes", "yes"}) == Verdict::yes);
    CHECK(judged(Kind::all_of, {"yes", "?"}) == Verdict::depends);
    CHECK(judged(Kind::all_of, {"?", "no"}) == Verdict::no);
    CHECK(judged(Kind::any_of, {"no", "no"}) == Verdict::no);
    CHECK(judged(Kind::any_of, {"no", "?"}) == Verdict::depends);
    CHECK(judged(Kind::any_of, {"?", "yes"}) == Verdict::yes);
    CHECK(judged(Kind::none_of, {"no", "no"}) == Verdict::yes);
    CHECK(judged(Kind::none_of, {"no", "?"}) == Verdict::depends);
    CHECK(judged(Kind::none_of, {"?", "yes"}) == Verdict::no);
}

}  // namespace
}  // namespace ingestd
