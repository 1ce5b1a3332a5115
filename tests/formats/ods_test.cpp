#include <string>

#include <ingestd/formats/ods.hpp>

#include "gathered.hpp"
#include "odf_file.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

Gathered read(const std::string& body) {
    const auto bytes = make_zip(odf_parts("spreadsheet", body));
    return gather([&](formats::BlockSink& sink) { return formats::read_ods(bytes, sink); });
}

std::string sheet(const std::string& name, const std::string& rows) {
    return "<table:table table:name='" + name + "'>" + rows + "</table:table>";
}

std::string row(const std::string& cells, const std::string& attributes = {}) {
    return "<table:table-row " + attributes + ">" + cells + "</table:table-row>";
}

std::string cell(const std::string& text, const std::string& attributes = {}) {
    return "<table:table-cell " + attributes + "><text:p>" + text + "</text:p></table:table-cell>";
}

std::string value(const std::string& type, const std::string& stored, const std::string& shown) {
    const auto name = type == "date" || type == "boolean" ? type + "-value" : "value";
    return cell(shown, "office:value-type='" + type + "' office:" + name + "='" + stored + "'");
}

}  // namespace

TEST_CASE("sheets of an OpenDocument spreadsheet are pages, rows are lines", "[formats][ods]") {
    const auto gathered = read(
        sheet(
            "Ducks",
            row(cell("Name") + cell("Weight")) +
                row(cell("Mallard") + value("float", "1.25", "1,3"))
        ) +
        sheet("Empty", row(cell(""))) + sheet("Third", row(cell("x")))
    );
    CHECK(
        gathered.in_short() ==
        Lines{"h1 Ducks", "th Name | Weight", "-tr Mallard | 1.25", "h1 Third", "tr x"}
    );
    CHECK(gathered.blocks.back().page == 3);
    CHECK(gathered.facts().pages == 3);
    CHECK(gathered.facts().format == "ods");
    CHECK(gathered.facts().title == "Title");
}

TEST_CASE("numbers are as stored, dates in ISO form, all else as shown", "[formats][ods]") {
    const auto gathered = read(sheet(
        "A",
        row(value("float", "0.5", "1/2") + value("date", "2024-02-29", "29. Feb") +
            value("date", "2024-02-29T13:45:00", "x") +
            value("date", "2024-02-29T13:45:10.5", "x") + value("boolean", "true", "WAHR") +
            value("percentage", "0.125", "12.5 %") + value("currency", "3", "3.00 EUR"))
    ));
    CHECK(
        gathered.in_short().back() ==
        "tr 0.5 | 2024-02-29 | 2024-02-29 13:45 | 2024-02-29 13:45:10 | TRUE | 12.5 % | 3.00 EUR"
    );
}

TEST_CASE("repeated cells and rows are written as often as they are repeated", "[formats][ods]") {
    const auto gathered = read(sheet(
        "A",
        row(cell("a", "table:number-columns-repeated='3'") +
            "<table:table-cell table:number-columns-repeated='2'/>" + cell("b") +
            "<table:table-cell table:number-columns-repeated='16000'/>") +
            row(cell("1"), "table:number-rows-repeated='2'") +
            row("<table:table-cell/>", "table:number-rows-repeated='1048000'") + row(cell("z"))
    ));
    CHECK(gathered.in_short() == Lines{"h1 A", "tr a | a | a |  |  | b", "-tr 1", "-tr 1", "tr z"});
}

TEST_CASE("repetition is no way to fill a disk", "[formats][ods]") {
    const auto words = std::string(1000, 'w');
    const auto gathered = read(sheet(
        "A",
        row(cell(words, "table:number-columns-repeated='99999999999'"),
            "table:number-rows-repeated='4294967295'") +
            row(cell("after"))
    ));
    std::size_t bytes = 0;
    for (const auto& block : gathered.blocks) bytes += block.text.size();
    CHECK(bytes < 200U << 20);
    CHECK(gathered.blocks.back().text == "after");
    CHECK(gathered.facts().warnings.size() == 1);
}

TEST_CASE("comments, drawings and tables inside of cells are left out", "[formats][ods]") {
    const auto gathered = read(sheet(
        "A",
        row("<table:table-cell><office:annotation><text:p>comment</text:p></office:annotation>"
            "<draw:frame><text:p>box</text:p></draw:frame><text:p>a <text:span>b</text:span>"
            "</text:p><text:p>c<text:line-break/>d</text:p>" +
            sheet("inner", row(cell("inside"))) + "</table:table-cell>")
    ));
    CHECK(gathered.in_short() == Lines{"h1 A", "tr a b c d"});
}

TEST_CASE("a spreadsheet that breaks off gives what could be read", "[formats][ods]") {
    auto parts = odf_parts("spreadsheet", "");
    const auto whole =
        odf_content_part("spreadsheet", sheet("A", row(cell("one")) + row(cell("two") + "?")));
    parts[1].second = whole.substr(0, whole.find('?'));
    const auto bytes = make_zip(parts);
    const auto gathered =
        gather([&](formats::BlockSink& sink) { return formats::read_ods(bytes, sink); });
    CHECK(gathered.in_short() == Lines{"h1 A", "tr one", "-tr two"});
    CHECK(gathered.failure() == "malformed");
    CHECK(read("").failure() == "no_text");
}
