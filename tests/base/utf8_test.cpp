#include <ingestd/base/utf8.hpp>

#include "support/catch.hpp"

using namespace ingestd;

TEST_CASE("well-formed text is valid", "[base][utf8]") {
    const auto text = GENERATE(
        as<std::string>{},
        "",
        "plain",
        "räksmörgås",
        "日本語",
        "\xF0\x9F\x93\xA5",
        std::string(1, '\0')
    );
    CAPTURE(text);

    REQUIRE(utf8::is_valid(text));
    REQUIRE(utf8::repair(text) == text);
}

TEST_CASE("what the standard forbids is found", "[base][utf8]") {
    struct Case {
        std::string bytes;
        std::size_t at;
        std::string repaired;
    };
    const auto bad = GENERATE(values<Case>({
        {"a\x80z", 1, "a\uFFFDz"},                            // a continuation alone
        {"\xC0\xAF", 0, "\uFFFD\uFFFD"},                      // not the shortest form
        {"\xED\xA0\x80", 0, "\uFFFD\uFFFD\uFFFD"},            // a surrogate
        {"\xF4\x90\x80\x80", 0, "\uFFFD\uFFFD\uFFFD\uFFFD"},  // past U+10FFFF
        {"ab\xE6\x97", 2, "ab\uFFFD"},                        // cut short: one subpart, one mark
        {"\xF0\x9F\x93 x", 0, "\uFFFD x"},
        {"\xFF", 0, "\uFFFD"},
    }));
    CAPTURE(bad.bytes);

    REQUIRE_FALSE(utf8::is_valid(bad.bytes));
    REQUIRE(utf8::find_invalid(bad.bytes) == bad.at);
    REQUIRE(utf8::repair(bad.bytes) == bad.repaired);
}

TEST_CASE("the ASCII at the beginning is counted, wherever it ends", "[base][utf8]") {
    for (std::size_t size = 0; size < 40; ++size) {
        const std::string ascii(size, '\x7F');
        CHECK(utf8::ascii_prefix(ascii) == size);
        CHECK(utf8::ascii_prefix(ascii + "\xC3\xA4" + ascii) == size);
        CHECK(utf8::find_invalid(ascii + "\xC3\xA4" + ascii) == std::string_view::npos);
        CHECK(utf8::find_invalid(ascii + "\x80" + ascii) == size);
        CHECK(utf8::find_invalid(ascii + "\xC3\xA4" + ascii + "\xC3") == 2 * size + 2);
    }
}

TEST_CASE("what is printable at the beginning is counted, wherever it ends", "[base][utf8]") {
    for (std::size_t size = 0; size < 20; ++size) {
        const std::string printable = std::string(size, ' ') + "~";
        CHECK(utf8::printable_prefix(printable) == size + 1);
        for (const char end : {'\0', '\n', '\x1F', '\x7F', '\x80', '\xFF'})
            CHECK(utf8::printable_prefix(printable + end + printable) == size + 1);
    }
}

TEST_CASE("a prefix never cuts a code point", "[base][utf8]") {
    const std::string text = "aä日\xF0\x9F\x93\xA5";

    for (std::size_t bytes = 0; bytes <= text.size() + 1; ++bytes) {
        const auto cut = utf8::prefix(text, bytes);
        CAPTURE(bytes);
        REQUIRE(utf8::is_valid(cut));
        REQUIRE(cut.size() <= bytes);
    }
    REQUIRE(utf8::prefix(text, 3) == "aä");
    REQUIRE(utf8::prefix(text, 5) == "aä");
}

TEST_CASE("code points read back as they were written", "[base][utf8]") {
    for (const char32_t code_point :
         {U'a', U'ä', U'\u07FF', U'日', U'\uFFFD', U'\U0001F4E5', U'\U0010FFFF'}) {
        std::string text;
        utf8::append(text, code_point);
        std::size_t at = 0;
        const auto read = utf8::next(text, at);
        REQUIRE(read == code_point);
        REQUIRE(at == text.size());
    }
}
