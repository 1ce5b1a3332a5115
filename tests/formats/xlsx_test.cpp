#include <string>

#include <ingestd/formats/xlsx.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"
#include "zip_file.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

const std::string names =
    "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' "
    "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'";

std::string sheet(const std::string& rows) {
    return "<worksheet " + names + "><sheetData>" + rows + "</sheetData></worksheet>";
}

std::string shared(const std::vector<std::string>& strings) {
    std::string all;
    for (const auto& string : strings) all += "<si>" + string + "</si>";
    return "<sst " + names + ">" + all + "</sst>";
}

// A workbook of two sheets, "Second" being chart 1 and not kept in a part that can be read.
ZipParts parts_of(const std::string& rows, const std::string& properties = {}) {
    return {
        {"xl/workbook.xml",
         "<workbook " + names + "><workbookPr " + properties +
             "/><sheets><sheet name='Ducks' r:id='1'/><sheet name='Second' r:id='2'/>"
             "<sheet name='Third' r:id='3'/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
         "<Relationship Id='1' Type='http://x/worksheet' Target='worksheets/sheet1.xml'/>"
         "<Relationship Id='2' Type='http://x/chartsheet' Target='chartsheets/sheet1.xml'/>"
         "<Relationship Id='3' Type='http://x/worksheet' Target='worksheets/sheet3.xml'/>"
         "<Relationship Id='4' Type='http://x/sharedStrings' Target='sharedStrings.xml'/>"
         "<Relationship Id='5' Type='http://x/styles' Target='styles.xml'/></Relationships>"},
        {"xl/worksheets/sheet1.xml", sheet(rows)},
        {"xl/worksheets/sheet3.xml", sheet("")},
        {"xl/sharedStrings.xml",
         shared(
             {"<t>Name</t>",
              "<r><t>Wei</t></r><r><t>ght</t></r><rPh><t>reading</t></rPh>",
              "<t>two\nlines</t>"}
         )},
        {"xl/styles.xml",
         "<styleSheet " + names +
             "><numFmts><numFmt numFmtId='170' formatCode='yyyy-mm-dd'/></numFmts><cellStyleXfs>"
             "<xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='170'/>"
             "<xf numFmtId='22'/></cellXfs></styleSheet>"}};
}

Gathered read_parts(const ZipParts& parts) {
    const auto bytes = make_zip(parts);
    return gather([&](formats::BlockSink& sink) { return formats::read_xlsx(bytes, sink); });
}

Gathered read(const std::string& rows, const std::string& properties = {}) {
    return read_parts(parts_of(rows, properties));
}

std::string words(const std::string& reference, const std::string& text) {
    return "<c r='" + reference + "' t='inlineStr'><is><t>" + text + "</t></is></c>";
}

}  // namespace

TEST_CASE("a sheet is a page with its name as heading, a row a line", "[formats][xlsx]") {
    auto parts = parts_of(
        "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c></row>"
        "<row r='2'><c r='A2' t='s'><v>2</v></c><c r='B2'><v>1.5</v></c></row>"
    );
    parts[3].second = sheet("<row><c t='str'><f>A1</f><v>computed</v></c></row>");
    const auto gathered = read_parts(parts);
    CHECK(
        gathered.in_short() ==
        Lines{"h1 Ducks", "th Name | Weight", "-tr two lines | 1.5", "h1 Third", "tr computed"}
    );
    CHECK(gathered.blocks.front().page == 1);
    CHECK(gathered.blocks.back().page == 3);
    CHECK(gathered.facts().pages == 3);
    CHECK(gathered.facts().format == "xlsx");
}

TEST_CASE("values are as stored: shortest numbers, ISO dates, words for truth", "[formats][xlsx]") {
    const auto gathered = read(
        "<row><c><v>19.989999999999998</v></c><c><v>2.5000000000000001E-2</v></c><c><v>1000000</v>"
        "</c><c><v>1E+30</v></c><c t='b'><v>1</v></c><c t='e'><v>#N/A</v></c>"
        "<c s='1'><v>45351</v></c><c s='2'><v>45351.5</v></c><c s='1'><v>-3</v></c>"
        "<c t='d'><v>2024-02-29</v></c><c s='99'><v>7</v></c><c><v>odd</v></c></row>"
    );
    CHECK(
        gathered.in_short().back() ==
        "tr 19.99 | 0.025 | 1000000 | 1e+30 | TRUE | #N/A | 2024-02-29 | 2024-02-29 12:00 | -3 | "
        "2024-02-29 | 7 | odd"
    );
}

TEST_CASE("a workbook of 1904 counts from there", "[formats][xlsx]") {
    CHECK(
        read("<row><c s='1'><v>0</v></c></row>", "date1904='1'").in_short().back() ==
        "tr 1904-01-01"
    );
}

TEST_CASE("columns stay below each other, empty rows part tables", "[formats][xlsx]") {
    const auto gathered = read(
        "<row r='3'>" + words("C3", "Title") + "</row><row r='5'>" + words("C5", "A") +
        words("D5", "B") + words("E5", "C") + "</row><row r='6'>" + words("C6", "1") +
        "<c r='D6' s='1'/>" + words("E6", "3") + "<c r='F6'/></row><row r='7'>" + words("D7", "x") +
        "</row>"
    );
    CHECK(
        gathered.in_short() ==
        Lines{"h1 Ducks", "tr Title", "th A | B | C", "-tr 1 |  | 3", "-tr | x"}
    );
}

TEST_CASE("numbers in the first wide row make it data", "[formats][xlsx]") {
    const auto gathered = read(
        "<row>" + words("A1", "A") + "<c r='B1'><v>2</v></c></row><row>" + words("A2", "B") +
        words("B2", "C") + "</row>"
    );
    CHECK(gathered.in_short() == Lines{"h1 Ducks", "tr A | 2", "-tr B | C"});
}

TEST_CASE("cells far apart cost no memory for what is between", "[formats][xlsx]") {
    const auto gathered =
        read("<row r='1048576'>" + words("A1048576", "a") + words("XFD1048576", "b") + "</row>");
    CHECK(gathered.in_short().back() == "tr a |  | b");
    CHECK(
        read("<row>" + words("ZZZZZZ1", "x") + words("", "y") + "</row>").in_short().back() ==
        "th x | y"
    );
}

TEST_CASE("a row without end is given in parts", "[formats][xlsx]") {
    std::string row;
    for (int i = 0; i < 40; ++i) row += words("", std::string(100'000, 'a') + std::to_string(i));
    const auto gathered = read("<row>" + row + "</row>");
    CHECK(gathered.failure().empty());
    CHECK(gathered.blocks.back().text.ends_with("a39"));
}

TEST_CASE("a large sheet is passed on while it is read", "[formats][xlsx]") {
    std::string rows;
    for (int i = 0; i < 20'000; ++i)
        rows += "<row>" + words("", "row " + std::to_string(i)) + "</row>";
    const auto gathered = read(rows);
    CHECK(gathered.blocks.size() == 20'001);
    CHECK(gathered.pages_ended > 20);
    CHECK(std::is_sorted(gathered.parts_read.begin(), gathered.parts_read.end()));
    CHECK(gathered.parts_read.back() == 1.0);
}

TEST_CASE("a damaged sheet is told, what could be read stands", "[formats][xlsx]") {
    auto parts = parts_of("");
    parts[2].second = "<worksheet " + names + "><sheetData><row>" + words("A1", "before") + "<torn";
    parts[3].second = sheet("<row>" + words("A1", "whole") + "</row>");
    const auto gathered = read_parts(parts);
    CHECK(gathered.in_short() == Lines{"h1 Ducks", "tr before", "h1 Third", "tr whole"});
    CHECK(gathered.facts().warnings == Lines{"Sheet 1 is damaged; what could be read was taken."});
}

TEST_CASE("a workbook that cannot be read says why", "[formats][xlsx]") {
    CHECK(read("").failure() == "no_text");
    CHECK(read("<row><c t='s'><v>999</v></c><c t='s'><v>x</v></c></row>").failure() == "no_text");
    CHECK(read_parts({{"other", ""}}).failure() == "malformed");
    CHECK(
        read_parts(
            {{"_rels/.rels",
              "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
              "<Relationship Id='1' Type='http://x/officeDocument' Target='xl/workbook.bin'/>"
              "</Relationships>"},
             {"xl/workbook.bin", "..."}}
        ).failure() == "unsupported_type"
    );
    auto parts = parts_of("<row>" + words("A1", "x") + "</row>");
    parts[1].second = "torn";  // where its sheets are
    CHECK(read_parts(parts).failure() == "malformed");
    parts = parts_of("<row>" + words("A1", "x") + "</row>");
    parts[4].second = shared({"<t>" + std::string(64 << 20, 'x') + "</t>"});
    CHECK(read_parts(parts).failure() == "too_large");
}
