#include "../../src/enrich/dates.hpp"

#include <ingestd/base/utf8.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using enrich::find_dates;
using Strings = std::vector<std::string>;

TEST_CASE("a date that is written out is given in ISO form", "[enrich][dates]") {
    const auto [text, date] = GENERATE(table<std::string, std::string>({
        {"on 2024-03-12 at noon", "2024-03-12"},
        {"2024-03-12T10:00:00Z", "2024-03-12"},
        {"(2024/3/2)", "2024-03-02"},
        {"2024.03.12.", "2024-03-12"},
        {"12 March 2024", "2024-03-12"},
        {"the 1st of May, 2024", "2024-05-01"},
        {"2nd June 1999", "1999-06-02"},
        {"12-Mar-2024", "2024-03-12"},
        {"March 12, 2024", "2024-03-12"},
        {"Sept. 3rd, 2001", "2001-09-03"},
        {"MARCH 12 2024", "2024-03-12"},
        {"March\n12, 2024", "2024-03-12"},
        {"12. März 2024", "2024-03-12"},
        {"12. MÄRZ 2024", "2024-03-12"},
        {"le 1er août 2024", "2024-08-01"},
        {"12 de marzo de 2024", "2024-03-12"},
        {"3 maggio 2024", "2024-05-03"},
        {"7 maart 2024", "2024-03-07"},
        {"29 February 2024", "2024-02-29"},
        {"2024年3月12日", "2024-03-12"},
        {"2024년 3월 12일", "2024-03-12"},
        {"2024年3月", "2024-03"},
        {"in March 2024", "2024-03"},
        {"Dec. 2023", "2023-12"},
    }));
    CAPTURE(text);
    const auto found = find_dates(text, "en");
    CHECK(found.certain == Strings{date});
    CHECK(found.ambiguous.empty());
}

TEST_CASE("what only looks like a date is none", "[enrich][dates]") {
    const auto* const text = GENERATE(
        "",
        "2024",
        "2024-13-01",
        "2024-02-30",
        "30 February 2024",
        "29.2.2023",
        "12.3.24",
        "12 March",
        "12 Marching 2024",
        "1.12.3.2024",
        "12.3.2024.5",
        "v2024-03-12",
        "12345-03-12",
        "2024-03-123",
        "0999-03-12",
        "/2024/03/12/",
        "march 2024 miles",
        "the Mars 2020 rover",
        "Dismay 2024",
        "12.3/2024",
        "99999999999999999999",
        "yesterday"
    );
    CAPTURE(text);
    const auto found = find_dates(text, "en");
    CHECK(found.certain == Strings{});
    CHECK(found.ambiguous.empty());
}

TEST_CASE(
    "of numbers alone the language tells which is the day, or one above 12", "[enrich][dates]"
) {
    const auto [text, language, date] = GENERATE(table<std::string, std::string, std::string>({
        {"12.3.2024", "de", "2024-03-12"},
        {"3. 4. 2024", "cs", "2024-04-03"},
        {"12/3/2024", "fr", "2024-03-12"},
        {"12-3-2024", "nl", "2024-03-12"},
        {"25.3.2024", "en", "2024-03-25"},
        {"3/25/2024", "en", "2024-03-25"},
        {"3/25/2024", "de", "2024-03-25"},
        {"3/3/2024", "en", "2024-03-03"},
    }));
    CAPTURE(text, language);
    const auto found = find_dates(text, language);
    CHECK(found.certain == Strings{date});
    CHECK(found.ambiguous.empty());
}

TEST_CASE("where nothing tells, both readings are given and none is chosen", "[enrich][dates]") {
    const auto language = GENERATE(as<std::string>{}, "en", "und", "zh");
    const auto found = find_dates("on 12.3.2024, and again on 3/12/2024", language);
    CHECK(found.certain == Strings{});
    CHECK(
        found.ambiguous == std::vector<AmbiguousDate>{{"12.3.2024", {"2024-03-12", "2024-12-03"}}}
    );
}

TEST_CASE("a month without a day is one in the text's own language alone", "[enrich][dates]") {
    CHECK(find_dates("en mars 2024", "fr").certain == Strings{"2024-03"});
    CHECK(find_dates("marzo de 2024", "es").certain == Strings{"2024-03"});
    CHECK(find_dates("im März 2024", "de").certain == Strings{"2024-03"});
    CHECK(find_dates("im März 2024", "en").certain == Strings{});
}

TEST_CASE(
    "dates come in the order of the text, none twice, both ends of a span", "[enrich][dates]"
) {
    const auto found = find_dates(
        "From 2024-03-12/2024-03-15, not 1 May 2023; 12 March 2024; 12.3.2024-15.3.2024", "de"
    );
    CHECK(found.certain == Strings{"2024-03-12", "2024-03-15", "2023-05-01"});
}

TEST_CASE("a page of dates gives the first sixteen", "[enrich][dates]") {
    std::string text;
    for (int day = 10; day < 30; ++day) text += "2024-01-" + std::to_string(day) + "\n";
    CHECK(find_dates(text, "en").certain.size() == enrich::dates_max);
    CHECK(find_dates(text, "en").certain.back() == "2024-01-25");
}
