#include <string>
#include <utility>
#include <vector>

#include <ingestd/formats/msg.hpp>

#include "../../src/formats/mail/compressed_rtf.hpp"
#include "compound_file.hpp"
#include "gathered.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using namespace std::string_literals;
using Lines = std::vector<std::string>;

namespace {

Gathered read(const Storage& message) {
    const auto bytes = make_compound_file(message);
    return gather([&](auto& sink) { return formats::read_msg(bytes, sink); });
}

std::string wide(const std::string& ascii) {
    std::string units;
    for (const char c : ascii) units += {c, '\0'};
    return units;
}

std::string little_endian(std::uint64_t number, int width) {
    std::string bytes;
    for (int i = 0; i < width; ++i) bytes += static_cast<char>(number >> (8 * i));
    return bytes;
}

// The stream of fixed properties: a header, then an entry for each.
std::string fixed(int header, const std::vector<std::pair<int, std::uint64_t>>& properties) {
    std::string bytes(static_cast<std::size_t>(header), '\0');
    for (const auto& [property, value] : properties) {
        bytes += little_endian(3, 2) + little_endian(static_cast<std::uint64_t>(property), 2) +
                 little_endian(6, 4) + little_endian(value, 8);
    }
    return bytes;
}

constexpr auto fixed_stream = "__properties_version1.0";
constexpr std::uint64_t lunch_time = 133'722'776'960'000'000;  // 2024-10-01T17:34:56Z

Storage message_of(const std::string& subject, const std::string& text) {
    Storage message;
    message.streams["__substg1.0_0037001F"] = wide(subject);
    message.streams["__substg1.0_1000001F"] = wide(text);
    message.streams[fixed_stream] = fixed(32, {{0x0039, lunch_time}});
    return message;
}

Storage recipient(const std::string& name, const std::string& address, int kind) {
    Storage storage;
    storage.streams["__substg1.0_3001001F"] = wide(name);
    storage.streams["__substg1.0_39FE001F"] = wide(address);
    storage.streams[fixed_stream] = fixed(8, {{0x0C15, static_cast<std::uint64_t>(kind)}});
    return storage;
}

// The examples of the specification.
const auto hello_world =
    "\x2d\0\0\0\x2b\0\0\0\x4c\x5a\x46\x75\xf1\xc5\xc7\xa7\x03\x00\x0a\x00\x72\x63\x70\x67\x31\x32"
    "\x35\x42\x32\x0a\xf3\x20\x68\x65\x6c\x09\x00\x20\x62\x77\x05\xb0\x6c\x64\x7d\x0a\x80\x0f\xa0"s;
const auto crossing =
    "\x1a\0\0\0\x1c\0\0\0\x4c\x5a\x46\x75\xe2\xd4\x4b\x51\x41\x00\x04\x20\x57\x58\x59\x5a\x0d\x6e"
    "\x7d\x01\x0e\xb0"s;

}  // namespace

TEST_CASE(
    "a message of Outlook gives its subject, who wrote to whom, and its text", "[formats][msg]"
) {
    auto message = message_of("Lunch", "Shall we?\r\n\r\nAt noon.");
    message.streams["__substg1.0_0C1A001F"] = wide("Ada");
    message.streams["__substg1.0_0C1F001F"] = wide("/O=EXAMPLE/CN=ADA");
    message.streams["__substg1.0_5D01001F"] = wide("ada@example.org");
    message.storages["__recip_version1.0_#00000000"] = recipient("Bob", "bob@example.org", 1);
    message.storages["__recip_version1.0_#00000001"] = recipient("Carl", "c@example.org", 2);
    message.storages["__recip_version1.0_#00000002"] = recipient("Blind", "b@example.org", 3);
    const auto gathered = read(message);
    CHECK(
        gathered.in_short() ==
        Lines{
            "h1 Lunch",
            "p From: Ada <ada@example.org>",
            "-p To: Bob <bob@example.org>",
            "-p Cc: Carl <c@example.org>",
            "-p Date: 2024-10-01T17:34:56Z",
            "p Shall we?",
            "p At noon."}
    );
    CHECK(gathered.facts().format == "msg");
    CHECK(gathered.facts().title == "Lunch");
    CHECK(gathered.facts().author == "Ada <ada@example.org>");
    CHECK(gathered.facts().created == "2024-10-01T17:34:56Z");
}

TEST_CASE("texts that are not Unicode are in the message's code page", "[formats][msg]") {
    Storage message;
    message.streams["__substg1.0_0037001E"] = "\xCF\xF0\xE8\xE2\xE5\xF2";
    message.streams["__substg1.0_1000001E"] = "\xEC\xE8\xF0";
    message.streams[fixed_stream] = fixed(32, {{0x3FFD, 1251}});
    CHECK(read(message).in_short() == Lines{"h1 Привет", "p мир"});
}

TEST_CASE(
    "HTML is taken where it says the same, RTF where there is nothing else", "[formats][msg]"
) {
    auto message = message_of("s", "Roses are red");
    message.streams["__substg1.0_10130102"] = "<ul><li>Roses are <b>red</b></li></ul>";
    CHECK(read(message).in_short().back() == "li Roses are red");

    message = message_of("s", "");
    message.streams["__substg1.0_10090102"] = hello_world;
    CHECK(read(message).in_short().back() == "p hello world");

    message.streams["__substg1.0_10090102"] = "what is this, that is stored here?";
    CHECK(read(message).facts().warnings == Lines{"The text is stored in a way that is not read."});
}

TEST_CASE("attachments of Outlook become children", "[formats][msg]") {
    auto message = message_of("s", "see below");
    Storage attachment;
    attachment.streams["__substg1.0_3707001F"] = wide("..\\a b.txt");
    attachment.streams["__substg1.0_3704001F"] = wide("AB~1.TXT");
    attachment.streams["__substg1.0_370E001F"] = wide("text/plain");
    attachment.streams["__substg1.0_37010102"] = std::string(100'000, 'x');
    message.storages["__attach_version1.0_#00000000"] = attachment;
    Storage picture;
    picture.streams["__substg1.0_3712001F"] = wide("<1>");
    picture.streams["__substg1.0_37010102"] = "PNG";
    message.storages["__attach_version1.0_#00000001"] = picture;
    Storage link;
    link.streams["__substg1.0_3707001F"] = wide("link.txt");
    message.storages["__attach_version1.0_#00000002"] = link;
    const auto gathered = read(message);
    REQUIRE(gathered.children.size() == 1);
    CHECK(gathered.children[0] == Child{"a b.txt", "text/plain", std::string(100'000, 'x'), true});
    CHECK(
        gathered.facts().warnings ==
        Lines{"1 attachment is no file, or an empty one, and was left out."}
    );
}

TEST_CASE("a message inside of one of Outlook follows it", "[formats][msg]") {
    auto inner = message_of("Inner", "its text");
    inner.streams[fixed_stream] = fixed(24, {{0x0039, lunch_time}});
    Storage attachment;
    attachment.storages["__substg1.0_3701000D"] = inner;
    auto message = message_of("Outer", "text");
    message.storages["__attach_version1.0_#00000000"] = attachment;
    const auto gathered = read(message);
    CHECK(
        gathered.in_short() ==
        Lines{
            "h1 Outer",
            "p Date: 2024-10-01T17:34:56Z",
            "p text",
            "h1 Inner",
            "p Date: 2024-10-01T17:34:56Z",
            "p its text"}
    );
    CHECK(gathered.facts().title == "Outer");
}

TEST_CASE("messages inside of messages are followed to a depth", "[formats][msg]") {
    auto message = message_of("deepest", "text");
    for (int i = 0; i < 15; ++i) {
        Storage attachment;
        attachment.storages["__substg1.0_3701000D"] = std::move(message);
        message = message_of("level " + std::to_string(i), "text");
        message.storages["__attach_version1.0_#00000000"] = std::move(attachment);
    }
    const auto gathered = read(message);
    CHECK(
        gathered.facts().warnings ==
        Lines{"Messages inside of messages were followed to a depth of ten only."}
    );
}

TEST_CASE("what is no message of Outlook is told", "[formats][msg]") {
    Storage other;
    other.streams["WordDocument"] = "a text of another program";
    CHECK(read(other).detail() == "The file holds no Outlook message.");
    auto cut = make_compound_file(message_of("s", std::string(10'000, 'x'))).substr(0, 600);
    const auto gathered = gather([&](auto& sink) { return formats::read_msg(cut, sink); });
    CHECK(gathered.failure() == "malformed");
    CHECK(read(message_of("", "")).in_short() == Lines{"p Date: 2024-10-01T17:34:56Z"});
}

TEST_CASE("compressed RTF is decompressed as the specification shows", "[formats][msg]") {
    CHECK(
        formats::decompress_rtf(hello_world) == "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    );
    CHECK(formats::decompress_rtf(crossing) == "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
    CHECK(
        formats::decompress_rtf(
            little_endian(0, 8) + "MELA" + little_endian(0, 4) + "{\\rtf1 a}"
        ) == "{\\rtf1 a}"
    );
    CHECK(formats::decompress_rtf(hello_world.substr(0, 28)) == "{\\rtf1\\ansi\\ansicpg125");
    CHECK_FALSE(formats::decompress_rtf("short"));
    CHECK_FALSE(formats::decompress_rtf(std::string(40, 'x')));
}
