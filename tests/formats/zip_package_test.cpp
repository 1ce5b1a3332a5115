#include "../../src/formats/package/zip_package.hpp"

#include <string>

#include "support/catch.hpp"
#include "zip_file.hpp"

using namespace ingestd;
using namespace ingestd::test;
using namespace std::string_literals;
using formats::ZipPackage;

namespace {

ZipPackage open(const std::string& bytes) {
    auto opened = ZipPackage::open(bytes, "The package");
    const auto* failure = std::get_if<DocumentFailure>(&opened);
    if (failure != nullptr) FAIL(failure->detail);
    return std::move(std::get<ZipPackage>(opened));
}

DocumentFailure refusal(const std::string& bytes) {
    const auto opened = ZipPackage::open(bytes, "The package");
    const auto* failure = std::get_if<DocumentFailure>(&opened);
    return failure != nullptr ? *failure : DocumentFailure{};
}

// The text of a part, or the code of its failure.
std::string read(ZipPackage& package, const std::string& part) {
    auto read = package.read_whole(part);
    if (auto* failure = std::get_if<DocumentFailure>(&read)) return failure->code;
    return std::get<std::string>(read);
}

std::string with(std::string bytes, std::size_t at, const std::string& patch) {
    return bytes.replace(at, patch.size(), patch);
}

}  // namespace

TEST_CASE("parts are found by their names, else in another case", "[formats][zip]") {
    const auto bytes = make_zip({{"a/One.xml", "one"}, {"two", ""}});
    auto package = open(bytes);
    CHECK(package.has("a/One.xml"));
    CHECK_FALSE(package.has("One.xml"));
    CHECK(read(package, "a/One.xml") == "one");
    CHECK(read(package, "A/one.XML") == "one");
    CHECK(read(package, "two").empty());
    CHECK(read(package, "three") == "malformed");
}

TEST_CASE("names that would leave a folder are just names", "[formats][zip]") {
    const auto bytes = make_zip({{"/etc/hostname", "not the file"}, {"../../up", "nor this"}});
    auto package = open(bytes);
    CHECK(read(package, "/etc/hostname") == "not the file");
    CHECK(read(package, "../../up") == "nor this");
    CHECK(read(package, "/etc/passwd") == "malformed");
}

TEST_CASE("of two parts with one name the first counts", "[formats][zip]") {
    auto bytes = make_zip({{"same1", "first"}, {"same2", "second"}});
    for (auto at = bytes.find("same2"); at != bytes.npos; at = bytes.find("same2")) {
        bytes = with(bytes, at, "same1");
    }
    auto package = open(bytes);
    CHECK(read(package, "same1") == "first");
}

TEST_CASE("a part is handed over in pieces until no more is wanted", "[formats][zip]") {
    std::string text;
    while (text.size() < 300'000) text += std::to_string(text.size());
    const auto bytes = make_zip({{"big", text}});
    auto package = open(bytes);
    std::size_t pieces = 0;
    std::size_t largest = 0;
    CHECK_FALSE(package.read("big", [&](std::string_view piece) {
        largest = std::max(largest, piece.size());
        return ++pieces < 3;
    }));
    CHECK(pieces == 3);
    CHECK(largest <= 64 * 1024);
}

TEST_CASE("what unpacks to far more than it should is stopped", "[formats][zip]") {
    const auto bytes = make_zip({{"bomb", std::string(64 << 20, 'x')}});
    auto package = open(bytes);
    std::size_t taken = 0;
    const auto failure = package.read("bomb", [&](std::string_view piece) {
        taken += piece.size();
        return true;
    });
    REQUIRE(failure);
    CHECK(failure->code == "too_large");
    CHECK(taken <= 17U << 20);
}

TEST_CASE("a part that repeats itself is no attack while it is small", "[formats][zip]") {
    const auto bytes = make_zip({{"even", std::string(8 << 20, 'x')}});
    auto package = open(bytes);
    CHECK(read(package, "even").size() == 8 << 20);
}

TEST_CASE("many small parts that repeat themselves are one attack", "[formats][zip]") {
    const auto bytes = make_zip({{"even", std::string(8 << 20, 'x')}});
    auto package = open(bytes);
    CHECK(read(package, "even").size() == 8 << 20);
    read(package, "even");
    CHECK(read(package, "even") == "too_large");
}

TEST_CASE("damage and encryption are told", "[formats][zip]") {
    const auto whole = make_zip({{"part", "some text, stored or not"}});
    CHECK(refusal(whole.substr(0, whole.size() - 30)).code == "malformed");
    CHECK(refusal("").code == "malformed");
    CHECK(refusal("PK\3\4").code == "malformed");

    // The checksum in the directory.
    const auto directory = whole.rfind("PK\1\2");
    const auto false_sum = with(whole, directory + 16, "\1\2\3\4"s);
    auto package = open(false_sum);
    CHECK(read(package, "part") == "malformed");

    const auto locked = make_zip({{"part", "secret"}}, {.password = "p"});
    auto encrypted = open(locked);
    CHECK(read(encrypted, "part") == "password_required");
}

TEST_CASE(
    "an Office document that is encrypted as a whole is told from an old one", "[formats][zip]"
) {
    const auto compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + std::string(512, '\0');
    std::string stream;
    for (const char c : "EncryptedPackage"s) stream += {c, '\0'};
    CHECK(refusal(compound + stream).code == "password_required");
    CHECK(refusal(compound).code == "malformed");
    CHECK(refusal(compound).detail.find("before 2007") != std::string::npos);
}
