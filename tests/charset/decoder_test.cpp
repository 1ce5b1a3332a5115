#include <string>

#include <ingestd/base/utf8.hpp>
#include <ingestd/charset/decoder.hpp>
#include <ingestd/charset/detect.hpp>

#include "support/catch.hpp"

using namespace ingestd::charset;
using namespace std::string_literals;

namespace {

template <class AnyDecoder>
std::string decode_in_steps(AnyDecoder decoder, std::string_view bytes, std::size_t step) {
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        decoder.decode(bytes.substr(at, step), false, text);
    }
    decoder.decode({}, true, text);
    return text;
}

}  // namespace

TEST_CASE("text does not depend on where its bytes were cut", "[charset][decoder]") {
    auto [encoding, bytes, text] = GENERATE(table<std::string, std::string, std::string>({
        {"utf-8", "na\xC3\xAFve \xE2\x82\xAC \xF0\x9F\x98\x80!", "naïve € 😀!"},
        {"utf-16le", "=\xD8\0\xDE!\0"s, "😀!"},
        {"windows-31j", "\x93\xFA\x96{\x8C\xEA", "日本語"},
        {"windows-1252", "caf\xE9 \x80", "café €"},
    }));
    const auto step = GENERATE(1, 2, 3, 100);
    CHECK(decode_in_steps(Decoder{encoding}, bytes, static_cast<std::size_t>(step)) == text);
}

TEST_CASE("what cannot be decoded is replaced and counted", "[charset][decoder]") {
    Decoder decoder{"utf-8"};
    std::string text;
    decoder.decode("a\xFFz\xC3", true, text);
    CHECK(text == "a\uFFFDz\uFFFD");
    CHECK(decoder.replaced() == 2);
}

TEST_CASE("a replacement character that stood in the text is not counted", "[charset][decoder]") {
    Decoder decoder{"utf-8"};
    std::string text;
    decoder.decode("\uFFFD\xFF", true, text);
    CHECK(decoder.replaced() == 1);
}

TEST_CASE("control characters leave, line and page ends stay as such", "[charset][decoder]") {
    Decoder decoder{"utf-8"};
    std::string text;
    decoder.decode(
        "a\tb\r\n\0\x1B[1m\x7F"s + "page\fnext\vline\xC2\x85new\xC2\x9F\xC2\xA0.", true, text
    );
    CHECK(text == "a\tb\r\n[1mpage\n\nnext\nline\nnew\u00A0.");
    CHECK(decoder.left_out() == 4);
}

TEST_CASE("an unknown encoding is read as windows-1252", "[charset][decoder]") {
    Decoder decoder{"no-such-encoding"};
    std::string text;
    decoder.decode("caf\xE9", true, text);
    CHECK(text == "café");
}

TEST_CASE("the encoding is decided where it first matters", "[charset][decoder]") {
    // The first Cyrillic letter stands far behind the first 64 KiB.
    std::string bytes(3 * sample_bytes_max, 'a');
    for (int i = 0; i < 20; ++i)
        bytes += "\nt \xCF\xF0\xE8\xE2\xE5\xF2, \xEA\xE0\xEA \xE4\xE5\xEB\xE0?";
    DetectingDecoder decoder;
    std::string text;
    decoder.decode(bytes, true, text);
    CHECK(decoder.encoding() == "windows-1251");
    CHECK(text.find("Привет, как дела?") != text.npos);
    CHECK(text.size() > 3 * sample_bytes_max);
}

TEST_CASE("a detecting decoder gives the same text however it is fed", "[charset][decoder]") {
    const auto bytes = "\xFF\xFEh\0i\0 \0=\xD8\0\xDE"s;
    const auto step = GENERATE(1, 3, 5, 64);
    CHECK(decode_in_steps(DetectingDecoder{}, bytes, static_cast<std::size_t>(step)) == "hi 😀");
}

TEST_CASE("no bytes give no text", "[charset][decoder]") {
    DetectingDecoder decoder;
    std::string text;
    decoder.decode({}, true, text);
    CHECK(text.empty());
    CHECK(decoder.encoding() == "utf-8");
}

TEST_CASE("a lone byte of a multi-byte encoding is replaced, not dropped", "[charset][decoder]") {
    Decoder decoder{"windows-31j"};
    std::string text;
    decoder.decode("a\x94 z", true, text);
    CHECK(text == "a\uFFFD z");
    CHECK(decoder.replaced() == 1);
}
