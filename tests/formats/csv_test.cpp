#include <string>

#include <ingestd/base/units.hpp>
#include <ingestd/formats/csv.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

Gathered read(const std::string& text) {
    return gather([&](formats::BlockSink& sink) { return formats::read_csv(text, sink); });
}

}  // namespace

TEST_CASE("the delimiter is found by what parts the lines evenly", "[formats][csv]") {
    const auto text = GENERATE(
        "name,born\nAda,1815\nAlan,1912\n",
        "name;born\nAda;1815\nAlan;1912\n",
        "name\tborn\nAda\t1815\nAlan\t1912\n",
        "name|born\r\nAda|1815\r\nAlan|1912\r\n"
    );
    CHECK(read(text).in_short() == Lines{"th name | born", "-tr Ada | 1815", "-tr Alan | 1912"});
}

TEST_CASE("commas inside of cells do not hide the semicolon", "[formats][csv]") {
    CHECK(
        read("a;b\nx, y;1,5\nz, u;2,5\n").in_short() ==
        Lines{"th a | b", "-tr x, y | 1,5", "-tr z, u | 2,5"}
    );
}

TEST_CASE("quoted cells hold delimiters, quotes and line ends", "[formats][csv]") {
    CHECK(
        read("a,b\n\"x, y\",\"say \"\"hi\"\"\nthere\"\n").in_short() ==
        Lines{"th a | b", "-tr x, y | say \"hi\"\nthere"}
    );
}

TEST_CASE("a first row with a number in it is data", "[formats][csv]") {
    CHECK(read("Ada,1815\nAlan,1912\n").in_short() == Lines{"tr Ada | 1815", "-tr Alan | 1912"});
}

TEST_CASE("the last line needs no end, empty lines give nothing", "[formats][csv]") {
    CHECK(read("a,b\n\n,\nc,d").in_short() == Lines{"th a | b", "-tr c | d"});
}

TEST_CASE("a quote that never closes is told, and nothing is lost", "[formats][csv]") {
    const auto gathered = read("a,b\nAda,\"open and on");
    CHECK(gathered.in_short() == Lines{"th a | b", "-tr Ada | open and on"});
    REQUIRE(gathered.facts().warnings.size() == 1);
    CHECK_THAT(gathered.facts().warnings[0], Catch::Contains("never closed"));
}

TEST_CASE("a forgotten quote costs one cell, not the rest of the document", "[formats][csv]") {
    std::string text = "a,b\nx,\"open\n";
    while (text.size() < 2_MiB) text += "row,cell\n";
    const auto gathered = read(text + "last,row\n");
    CHECK(gathered.blocks.back().text == "last | row");
}

TEST_CASE("records are whole wherever the bytes were cut", "[formats][csv]") {
    std::string text = "name,note\n";
    for (int i = 0; i < 20'000; ++i) text += "caf\xC3\xA9,\"a, b\"\n";
    const auto gathered = read(text);
    CHECK(gathered.blocks.size() == 20'001);
    CHECK(gathered.blocks.back().text == "café | a, b");
    CHECK(gathered.parts_read.back() == 1.0);
}

TEST_CASE("CSV in a legacy encoding is decoded", "[formats][csv]") {
    const auto gathered = read("name,stadt\nJ\xF6rg,K\xF6ln\n");
    CHECK(gathered.blocks.back().text == "Jörg | Köln");
    CHECK(gathered.facts().encoding == "windows-1252");
}
