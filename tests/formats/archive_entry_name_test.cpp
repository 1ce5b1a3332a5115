#include <string>

#include "../../src/formats/archive/entry_name.hpp"
#include "support/catch.hpp"

using namespace ingestd::formats;
using namespace std::string_literals;

TEST_CASE("a name becomes a relative path of folders", "[formats][archive]") {
    CHECK(harmless_name("a/b.txt").name == "a/b.txt");
    CHECK_FALSE(harmless_name("a/b.txt").is_unsafe);
    CHECK(harmless_name("./a//b.txt/").name == "a/b.txt");
    CHECK_FALSE(harmless_name("a\\b.txt").is_unsafe);
    CHECK(harmless_name("a\\b.txt").name == "a/b.txt");
    CHECK(harmless_name("..a/b..").name == "..a/b..");
    CHECK_FALSE(harmless_name("..a/b..").is_unsafe);
}

TEST_CASE("what leads out of a folder is dropped and told", "[formats][archive]") {
    for (const auto* name : {"/a", "../a", "x/../../a", "C:a", "c:\\a", "\\\\server\\a", "a\x07"}) {
        INFO(name);
        CHECK(harmless_name(name).is_unsafe);
        CHECK(harmless_name(name).name.find("..") == std::string::npos);
        CHECK(harmless_name(name).name.front() != '/');
    }
    CHECK(harmless_name("").name == "unnamed");
    CHECK(harmless_name("../..").name == "unnamed");
}

TEST_CASE("names that are not UTF-8 are read in what most of them are in", "[formats][archive]") {
    // "审计压缩包文件检索测试" in GBK.
    const auto gbk =
        "\xC9\xF3\xBC\xC6\xD1\xB9\xCB\xF5\xB0\xFC\xCE\xC4\xBC\xFE\xBC\xEC\xCB\xF7\xB2\xE2\xCA\xD4"s;
    CHECK(NameEncoding{gbk, true}.decode(gbk) == "审计压缩包文件检索测试");
    CHECK(NameEncoding{}.decode(gbk) == "审计压缩包文件检索测试");
    CHECK(NameEncoding{gbk, true}.decode("Größe") == "Größe");
    // Of DOS in Western Europe, and in Russia.
    const auto western =
        "M\x81ller & S\x94hne, Stra\xE1"
        "e"s;
    CHECK(NameEncoding{western, true}.decode(western) == "Müller & Söhne, Straße");
    const auto russian = "\x8F\xE0\xA8\xA2\xA5\xE2"s;
    CHECK(NameEncoding{russian, true}.decode(russian) == "Привет");
}

TEST_CASE("what systems leave behind is known by its name", "[formats][archive]") {
    CHECK(is_dropping("__MACOSX/a/._b.txt"));
    CHECK(is_dropping("a/.DS_Store"));
    CHECK(is_dropping("Thumbs.db"));
    CHECK(is_dropping("a/._b.txt"));
    CHECK_FALSE(is_dropping("a/.hidden"));
    CHECK_FALSE(is_dropping("MACOSX/a"));
}
