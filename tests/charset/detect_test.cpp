#include <string>
#include <tuple>

#include <ingestd/charset/detect.hpp>

#include "support/catch.hpp"

using namespace ingestd::charset;
using namespace std::string_literals;

namespace {

// ASCII as UTF-16 or UTF-32: each letter in `width` bytes, its own byte at `place`.
std::string widened(const std::string& text, std::size_t width, std::size_t place) {
    std::string wide;
    for (const char letter : text) {
        std::string unit(width, '\0');
        unit[place] = letter;
        wide += unit;
    }
    return wide;
}

}  // namespace

TEST_CASE("a byte order mark decides and is not text", "[charset][detect]") {
    auto [bytes, encoding, bom_bytes] = GENERATE(table<std::string, std::string, std::size_t>({
        {"\xEF\xBB\xBFwords"s, "utf-8", 3},
        {"\xFF\xFEw\0o\0"s, "utf-16le", 2},
        {"\xFE\xFF\0w\0o"s, "utf-16be", 2},
        {"\xFF\xFE\0\0w\0\0\0"s, "utf-32le", 4},
        {"\0\0\xFE\xFF\0\0\0w"s, "utf-32be", 4},
    }));
    CHECK(detect_encoding(bytes) == Detection{encoding, bom_bytes});
}

TEST_CASE("wide encodings are seen by their zeros when no mark tells", "[charset][detect]") {
    const auto text = "A plain sentence.\nAnd another."s;
    CHECK(detect_encoding(widened(text, 2, 0)).encoding == "utf-16le");
    CHECK(detect_encoding(widened(text, 2, 1)).encoding == "utf-16be");
    CHECK(detect_encoding(widened(text, 4, 0)).encoding == "utf-32le");
    CHECK(detect_encoding(widened(text, 4, 3)).encoding == "utf-32be");
}

TEST_CASE("a wide encoding is seen also where few characters have a zero", "[charset][detect]") {
    // Fifteen times "日本語のテスト" and a line end, most significant byte first.
    std::string text;
    for (int i = 0; i < 15; ++i)
        text += "\x65\xE5\x67\x2C\x8A\x9E\x30\x6E\x30\xC6\x30\xB9\x30\xC8\0\n"s;
    CHECK(detect_encoding(text).encoding == "utf-16be");
}

TEST_CASE("a run of zeros inside text makes it no wide encoding", "[charset][detect]") {
    CHECK(detect_encoding("before " + std::string(4096, '\0') + " after").encoding == "utf-8");
    CHECK(detect_encoding("one zero \0 in some words"s).encoding == "utf-8");
}

TEST_CASE("UTF-8 is known also when the sample ends inside a character", "[charset][detect]") {
    CHECK(detect_encoding("na\xC3\xAFve caf\xC3"s).encoding == "utf-8");
    CHECK(detect_encoding("price \xE2\x82"s).encoding == "utf-8");
}

TEST_CASE("a few broken bytes do not make UTF-8 something else", "[charset][detect]") {
    std::string text;
    for (int i = 0; i < 20; ++i) text += "caf\xC3\xA9 ";
    CHECK(detect_encoding(text + "\xFF\xFE").encoding == "utf-8");
}

TEST_CASE("legacy encodings are told by the letters they give", "[charset][detect]") {
    auto [bytes, encoding] = GENERATE(table<std::string, std::string>({
        {"k\xF6nnen\n\xE4\xF6\xFC\xDF"s, "windows-1252"},
        // "Привет, как дела? Хорошо."
        {"\x8F\xE0\xA8\xA2\xA5\xE2, \xAA\xA0\xAA \xA4\xA5\xAB\xA0? \x95\xAE\xE0\xAE\xE8\xAE."s,
         "ibm866"},
        {"\xF0\xD2\xC9\xD7\xC5\xD4, \xCB\xC1\xCB \xC4\xC5\xCC\xC1? \xE8\xCF\xD2\xCF\xDB\xCF."s,
         "koi8-r"},
        {"\xCF\xF0\xE8\xE2\xE5\xF2, \xEA\xE0\xEA \xE4\xE5\xEB\xE0? \xD5\xEE\xF0\xEE\xF8\xEE."s,
         "windows-1251"},
        // "日本語のテキスト"
        {"\x93\xFA\x96{\x8C\xEA\x82\xCC\x83"
         "e\x83L\x83X\x83g"s,
         "windows-31j"},
    }));
    CHECK(detect_encoding(bytes).encoding == encoding);
}

TEST_CASE("a declaration is believed only where the bytes allow it", "[charset][detect]") {
    const auto cyrillic = "\xCF\xF0\xE8\xE2\xE5\xF2"s;
    CHECK(detect_encoding(cyrillic, "Windows-1251").encoding == "windows-1251");
    CHECK(detect_encoding(cyrillic, "utf-8").encoding != "utf-8");
    CHECK(detect_encoding(cyrillic, "no-such-encoding").encoding != "no-such-encoding");
    CHECK(detect_encoding("na\xC3\xAFve", "iso-8859-1").encoding == "utf-8");
}

TEST_CASE("the declaration in markup is found in its usual places", "[charset][detect]") {
    CHECK(declared_in_markup("<html><meta charset=\"Shift_JIS\">") == "shift_jis");
    CHECK(
        declared_in_markup("<META http-equiv=x content='text/html; charset = koi8-r'>") == "koi8-r"
    );
    CHECK(declared_in_markup("<?xml version='1.0' encoding='ISO-8859-2'?><p>") == "iso-8859-2");
    CHECK(declared_in_markup("<p>a charset=x in the text</p>").empty());
}

TEST_CASE("text is told from binary in any encoding", "[charset][detect]") {
    CHECK(looks_like_text("Plain words.\n"));
    CHECK(looks_like_text(widened("Plain words.\n", 2, 0)));
    CHECK(looks_like_text("before " + std::string(100, '\0') + " after"));
    CHECK_FALSE(looks_like_text(std::string(100, '\0')));
    CHECK_FALSE(looks_like_text("\x01\x02\x03 \x04\x05 some \x06\x07"s));
    CHECK_FALSE(looks_like_text(""));
}
