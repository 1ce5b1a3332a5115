#include "../../src/formats/office/xlsx_dates.hpp"

#include <string>

#include "support/catch.hpp"

using namespace ingestd::formats;

TEST_CASE("a format's code tells whether numbers are dates", "[formats][xlsx]") {
    auto [code, format] = GENERATE(table<std::string, DateFormat>({
        {"General", DateFormat::none},
        {"0.00", DateFormat::none},
        {"0.00E+00", DateFormat::none},
        {"#,##0\\ \"days\"", DateFormat::none},
        {"[Red]0;\"dd\"", DateFormat::none},
        {"\"$\"#,##0.00_);[Red]\\(\"$\"#,##0.00\\)", DateFormat::none},
        {"yyyy\\-mm\\-dd", DateFormat::date},
        {"[$-407]d. mmmm yyyy;@", DateFormat::date},
        {"mmm", DateFormat::date},
        {"h:mm AM/PM", DateFormat::time},
        {"mm:ss", DateFormat::time},
        {"[h]:mm", DateFormat::duration},
        {"[ss]", DateFormat::duration},
        {"\"At\" h:mm AM/PM \"on\" dddd mmmm d", DateFormat::date_time},
        {"dd/mm/yyyy hh:mm", DateFormat::date_time},
        {"\"unclosed", DateFormat::none},
        {"[unclosed", DateFormat::none},
        {"\\", DateFormat::none},
        {"", DateFormat::none},
    }));
    CAPTURE(code);
    CHECK(date_format_of(code) == format);
}

TEST_CASE("built-in formats are known by number", "[formats][xlsx]") {
    CHECK(built_in_date_format(0) == DateFormat::none);
    CHECK(built_in_date_format(10) == DateFormat::none);
    CHECK(built_in_date_format(14) == DateFormat::date);
    CHECK(built_in_date_format(20) == DateFormat::time);
    CHECK(built_in_date_format(22) == DateFormat::date_time);
    CHECK(built_in_date_format(46) == DateFormat::duration);
    CHECK(built_in_date_format(49) == DateFormat::none);
    CHECK(built_in_date_format(57) == DateFormat::date);
}

TEST_CASE("numbers become the dates that Excel shows", "[formats][xlsx]") {
    CHECK(format_date(1, DateFormat::date, false) == "1900-01-01");
    CHECK(format_date(59, DateFormat::date, false) == "1900-02-28");
    CHECK(format_date(61, DateFormat::date, false) == "1900-03-01");
    CHECK(format_date(45351, DateFormat::date, false) == "2024-02-29");
    CHECK(format_date(0, DateFormat::date, true) == "1904-01-01");
    CHECK(format_date(2958465, DateFormat::date, false) == "9999-12-31");
    CHECK(format_date(0.75, DateFormat::time, false) == "18:00");
    CHECK(format_date(39466.190980358806, DateFormat::date_time, false) == "2008-01-19 04:35:01");
    CHECK(format_date(45351.999999999, DateFormat::date_time, false) == "2024-03-01 00:00");
    CHECK(format_date(1.125, DateFormat::duration, false) == "27:00");
}

TEST_CASE("a number that is no date stays a number", "[formats][xlsx]") {
    CHECK(format_date(1, DateFormat::none, false).empty());
    CHECK(format_date(-1, DateFormat::date, false).empty());
    CHECK(format_date(1e300, DateFormat::date, false).empty());
    CHECK(format_date(std::stod("nan"), DateFormat::date, false).empty());
}
