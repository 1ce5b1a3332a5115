#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ingestd/formats/archive.hpp>
#include <ingestd/formats/limits.hpp>

#include "archive_file.hpp"
#include "gathered.hpp"
#include "support/catch.hpp"
#include "zip_file.hpp"

using namespace ingestd;
using namespace ingestd::test;
using namespace std::string_literals;

namespace {

Gathered read(const std::string& bytes, const formats::ArchiveOrder& order = {"it.zip"}) {
    return gather([&](auto& sink) { return formats::read_archive(bytes, order, sink); });
}

// "name: bytes" of each child; "(open)" behind one that was not ended.
std::vector<std::string> children(const Gathered& gathered) {
    std::vector<std::string> all;
    for (const auto& child : gathered.children) {
        all.push_back(child.name + ": " + child.bytes + (child.is_whole ? "" : "(open)"));
    }
    return all;
}

using Lines = std::vector<std::string>;

const std::vector<PackedFile> two_files{{"a.txt", "first"}, {"folder/b.txt", "second"}};
const Lines two_children{"a.txt: first", "folder/b.txt: second"};

// A name in whatever encoding in place of one as long.
std::string renamed(std::string bytes, const std::string& from, const std::string& to) {
    REQUIRE(from.size() == to.size());
    for (auto at = bytes.find(from); at != bytes.npos; at = bytes.find(from, at + 1)) {
        bytes.replace(at, to.size(), to);
    }
    return bytes;
}

// Marks every entry of a ZIP as made under FAT, as programs of DOS and Windows do.
std::string made_under_dos(std::string zip) {
    for (auto at = zip.find("PK\1\2"); at != zip.npos; at = zip.find("PK\1\2", at + 1)) {
        zip[at + 5] = '\0';
    }
    return zip;
}

}  // namespace

TEST_CASE("each file of an archive becomes a child, whatever the format", "[formats][archive]") {
    const auto [format, packer, word] = GENERATE(
        as<std::tuple<const char*, const char*, const char*>>{},
        std::tuple{"zip", "", "zip"},
        std::tuple{"gnutar", "", "tar"},
        std::tuple{"pax", "", "tar"},
        std::tuple{"v7tar", "", "tar"},
        std::tuple{"ustar", "gzip", "tar"},
        std::tuple{"ustar", "bzip2", "tar"},
        std::tuple{"ustar", "xz", "tar"},
        std::tuple{"ustar", "zstd", "tar"},
        std::tuple{"7zip", "", "7z"},
        std::tuple{"cpio", "", "cpio"},
        std::tuple{"newc", "gzip", "cpio"}
    );
    INFO(format << ' ' << packer);
    const auto gathered = read(make_archive({format, packer}, two_files));
    CHECK(gathered.detail().empty());
    CHECK(children(gathered) == two_children);
    CHECK(gathered.facts().format == word);
    CHECK(gathered.facts().warnings.empty());
    CHECK(gathered.blocks.empty());
}

TEST_CASE("a single packed file is a child of that name", "[formats][archive]") {
    const auto packer = GENERATE(as<std::string>{}, "gzip", "bzip2", "xz", "zstd", "lz4", "lzip");
    INFO(packer);
    const auto bytes = make_archive({"raw", packer}, {{"x", "hello"}});
    const auto gathered = read(bytes, {"notes.txt.gz"});
    CHECK(children(gathered) == Lines{"notes.txt: hello"});
    CHECK(gathered.facts().format == packer);
    CHECK(children(read(bytes, {""})) == Lines{"content: hello"});
    CHECK(children(read(bytes, {"../up.tgz"})) == Lines{"up.tar: hello"});
}

TEST_CASE("gzip's own name for its file counts", "[formats][archive]") {
    auto bytes = make_archive({"raw", "gzip"}, {{"x", "hello"}});
    // Whether a name follows the header of ten bytes is told by a flag.
    bytes[3] = static_cast<char>(bytes[3] | 8);
    bytes.insert(10, "../folder/inside.csv"s + '\0');
    CHECK(children(read(bytes, {"notes.txt.gz"})) == Lines{"inside.csv: hello"});
}

TEST_CASE(
    "a document that is itself a zip stays one file when it is packed", "[formats][archive]"
) {
    const auto zip = make_zip({{"word/document.xml", "<w/>"}});
    const auto gathered = read(make_archive({"raw", "gzip"}, {{"x", zip}}), {"report.docx.gz"});
    CHECK(children(gathered) == Lines{"report.docx: " + zip});
}

TEST_CASE("what nobody wrote is left out", "[formats][archive]") {
    const auto gathered = read(make_archive(
        {"gnutar"},
        {{"folder/", "", "", AE_IFDIR},
         {"folder/.DS_Store", "x"},
         {"__MACOSX/folder/._a.txt", "x"},
         {"Thumbs.db", "x"},
         {"folder/a.txt", "kept"}}
    ));
    CHECK(children(gathered) == Lines{"folder/a.txt: kept"});
    CHECK(gathered.facts().warnings.empty());
}

TEST_CASE("links, devices and empty files are counted", "[formats][archive]") {
    const auto gathered = read(make_archive(
        {"gnutar"},
        {{"a.txt", "kept"},
         {"passwd", "", "/etc/passwd"},
         {"other", "", "a.txt"},
         {"null", "", "", AE_IFCHR},
         {"empty.txt", ""}}
    ));
    CHECK(children(gathered) == Lines{"a.txt: kept"});
    CHECK(
        gathered.facts().warnings ==
        Lines{
            "2 links were not followed.",
            "1 device or the like was left out.",
            "1 empty file was left out."}
    );
}

TEST_CASE("names cannot leave the archive", "[formats][archive]") {
    const auto gathered = read(make_archive(
        {"gnutar"},
        {{"/etc/passwd", "1"},
         {"../../up", "2"},
         {"C:\\Windows\\a.ini", "3"},
         {"a/../b/./c", "4"},
         {"line\nend\x1B[31m", "5"},
         {"turned\u202Etxt.exe", "6"},
         {"..", "7"},
         {"./plain", "8"}}
    ));
    CHECK(
        children(gathered) ==
        Lines{
            "etc/passwd: 1",
            "up: 2",
            "Windows/a.ini: 3",
            "a/b/c: 4",
            "lineend[31m: 5",
            "turnedtxt.exe: 6",
            "unnamed: 7",
            "plain: 8"}
    );
    CHECK(gathered.facts().warnings == Lines{"7 unsafe entry names were made harmless."});
}

TEST_CASE("two files of one name are two children", "[formats][archive]") {
    const auto gathered = read(make_archive({"zip"}, {{"a", "first"}, {"a", "second"}}));
    CHECK(children(gathered) == Lines{"a: first", "a: second"});
}

TEST_CASE("names of ZIP are read in the code page that they are in", "[formats][archive]") {
    const auto plain = make_archive({"zip"}, {{"M_nchen_.txt", "x"}});
    SECTION("of DOS, when it was made there") {
        const auto zip = made_under_dos(renamed(plain, "M_nchen_.txt", "M\x81nchen\x84.txt"));
        CHECK(children(read(zip)) == Lines{"Münchenä.txt: x"});
    }
    SECTION("of Windows, when they are no words of DOS") {
        const auto zip = renamed(plain, "M_nchen_.txt", "M\xFCnchen\xE4.txt");
        CHECK(children(read(zip)) == Lines{"Münchenä.txt: x"});
    }
    SECTION("Shift JIS") {
        const auto zip =
            made_under_dos(renamed(plain, "M_nchen_.txt", "\x95\xB6\x8F\xCD\x83\x65\x83\x58.txt"));
        CHECK(children(read(zip)) == Lines{"文章テス.txt: x"});
    }
    SECTION("UTF-8, flagged or not") {
        CHECK(
            children(read(renamed(plain, "M_nchen_.txt", "M\u00FCnchen.txt"))) ==
            Lines{"München.txt: x"}
        );
    }
}

TEST_CASE("names that are told to be Unicode are taken as such", "[formats][archive]") {
    const auto zip = make_zip({{"Größe/文章.txt", "x"}});
    CHECK(children(read(zip)) == Lines{"Größe/文章.txt: x"});
}

TEST_CASE("a hole in a sparse file is filled with zeros", "[formats][archive]") {
    // A pax archive's map of what is stored: five bytes behind a hole of three.
    const auto record = [](const std::string& text) {
        auto length = text.size() + 2;
        while (std::to_string(length).size() + text.size() + 2 != length) ++length;
        return std::to_string(length) + " " + text + "\n";
    };
    auto bytes = make_archive({"pax"}, {{"sparse", "hello"}});
    const auto header = bytes.substr(0, 512);
    auto extension = header;
    const auto records = record("GNU.sparse.map=3,5") + record("GNU.sparse.size=8") +
                         record("GNU.sparse.numblocks=1");
    extension[156] = 'x';
    char size[13];
    std::snprintf(size, sizeof size, "%011o", static_cast<unsigned>(records.size()));
    extension.replace(124, 11, size, 11);
    extension.replace(148, 8, "        ");
    unsigned sum = 0;
    for (const char c : extension) sum += static_cast<unsigned char>(c);
    char checksum[9];
    std::snprintf(checksum, sizeof checksum, "%06o", sum);
    extension.replace(148, 7, checksum, 7);
    bytes.insert(0, extension + records + std::string(512 - records.size(), '\0'));
    CHECK(children(read(bytes, {"it.tar"})) == Lines{"sparse: \0\0\0hello"s});
}

TEST_CASE("an archive without files says so", "[formats][archive]") {
    CHECK(read(make_archive({"zip"}, {})).detail() == "The archive holds no files.");
    CHECK(read(make_archive({"ustar", "gzip"}, {})).failure() == "no_text");
    CHECK(read(make_archive({"raw", "gzip"}, {{"x", ""}})).failure() == "no_text");
    const auto links = read(make_archive({"zip"}, {{"passwd", "", "/etc/passwd"}}));
    CHECK(links.failure() == "no_text");
    CHECK(links.detail() == "The archive holds no files. 1 link was not followed.");
    CHECK(
        read(make_archive({"zip"}, {{"a", ""}})).detail() ==
        "The archive holds no files but empty ones."
    );
}

TEST_CASE("an encrypted archive opens with its password alone", "[formats][archive]") {
    const auto method = GENERATE(as<std::string>{}, "traditional", "aes256");
    const auto zip =
        make_archive({"zip", "", "secret", "zip:encryption=" + method}, {{"a.txt", "hidden"}});
    CHECK(read(zip).failure() == "password_required");
    const auto wrong = read(zip, {"it.zip", "guess"});
    CHECK(wrong.failure() == "password_required");
    CHECK(
        wrong.detail() ==
        "The archive is encrypted, and the password that was given does not open it."
    );
    CHECK(children(read(zip, {"it.zip", "secret"})) == Lines{"a.txt: hidden"});
}

TEST_CASE("an encrypted archive that is no ZIP says that no password helps", "[formats][archive]") {
    // Made by 7-Zip of a file of seven bytes; its names are encrypted, too.
    const std::string digits =
        "377abcaf271c00046ac58e5380000000000000002e000000000000001cc87a4a540cb029"
        "9895a45584e0abfe4560e1961434a284b67bb67fdd2252582e4a08bf6db2904898306f7e"
        "6659ab3e179a87306f44a70aaad80620480d0e478c40fba2d1489e9b13a5a05bcc3e8ca2"
        "052d39e13bea7ca088f52f4eaeefe9b902a58164c689bf14580019d64b53da20ac21c144"
        "18970e72b25a8d4a659ccc090c00e22217061001097000070b0100012406f1070112530f"
        "262829de103630c5a4addd19158de2190c620a01a75e07940000";
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    }
    for (const std::string_view password : {"", "secret"}) {
        const auto gathered = read(bytes, {"it.7z", password});
        CHECK(gathered.failure() == "password_required");
        CHECK_THAT(gathered.detail(), Catch::Contains("only ZIP is read"));
    }
}

TEST_CASE("a file that is not encrypted is read beside one that is", "[formats][archive]") {
    const auto locked =
        make_archive({"zip", "", "secret", "zip:encryption=aes256"}, {{"a.txt", "hidden"}});
    // Streams of entries may follow each other: without the directory the archive is read as one.
    const auto open = make_archive({"zip"}, {{"b.txt", "seen"}});
    const auto gathered = read(locked.substr(0, locked.find("PK\1\2")) + open);
    CHECK(children(gathered) == Lines{"b.txt: seen"});
}

TEST_CASE("a damaged archive gives what comes before the damage", "[formats][archive]") {
    const std::string noise = [] {
        std::string bytes(300'000, '\0');
        unsigned state = 1;
        for (auto& byte : bytes)
            byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
        return bytes;
    }();
    const auto format = GENERATE(as<std::string>{}, "zip", "ustar");
    INFO(format);
    const auto whole =
        make_archive({format, format == "ustar" ? "gzip" : ""}, {{"a.txt", "first"}, {"b", noise}});
    const auto gathered = read(whole.substr(0, whole.size() / 2));
    REQUIRE(gathered.children.size() == 2);
    CHECK(gathered.children.front().bytes == "first");
    CHECK(gathered.children.back().is_whole);
    CHECK(gathered.children.back().bytes.size() > 1000);
    CHECK(
        gathered.facts().warnings ==
        Lines{"The archive is damaged or cut off: what came before stands."}
    );
}

TEST_CASE("damage to one file of a ZIP leaves the others", "[formats][archive]") {
    auto zip = make_archive(
        {"zip", "", "", "zip:compression=store"}, {{"a.txt", "first"}, {"b.txt", "second"}}
    );
    zip.replace(zip.find("first"), 5, "fault");
    const auto gathered = read(zip);
    REQUIRE(gathered.children.size() == 2);
    CHECK(gathered.children.back().bytes == "second");
    CHECK(
        gathered.facts().warnings == Lines{"1 file is damaged: what could be read of it stands."}
    );
}

TEST_CASE("a way of packing that is not read is told from damage", "[formats][archive]") {
    auto zip = make_archive({"zip", "", "", "zip:compression=store"}, {{"a", "one"}, {"b", "two"}});
    // The method of both records of an entry, as of a packer that nobody knows.
    const auto with_method = [&zip](const char* mark, std::size_t at, std::size_t from) {
        const auto record = zip.find(mark, from);
        zip[record + at] = 77;
        return record + 4;
    };
    with_method("PK\3\4", 8, 0);
    const auto second = with_method("PK\1\2", 10, 0);
    const auto one = read(zip);
    CHECK(children(one) == Lines{"b: two"});
    CHECK(one.facts().warnings == Lines{"1 file is packed in a way that is not read."});
    with_method("PK\3\4", 8, zip.find("PK\3\4") + 4);
    with_method("PK\1\2", 10, second);
    CHECK(read(zip).failure() == "unsupported_type");
}

TEST_CASE("bytes that are no archive are told as damaged", "[formats][archive]") {
    CHECK(read("PK\3\4").failure() == "malformed");
    CHECK(read("7z\xBC\xAF\x27\x1C"s).failure() == "malformed");
    CHECK(read("plain text").failure() == "malformed");
    CHECK(read("\x1F\x8B\x08"s).failure() == "malformed");
}

TEST_CASE("what unpacks to far more than it should is refused", "[formats][archive][bomb]") {
    SECTION("from what it declares, before anything is unpacked") {
        const auto gathered = read(make_archive({"zip"}, {{"zeros", std::string(40 << 20, '\0')}}));
        CHECK(gathered.failure() == "too_large");
        CHECK(gathered.children.empty());
    }
    SECTION("else while it is unpacked") {
        const auto bytes = make_archive({"raw", "xz"}, {{"x", std::string(40 << 20, 'x')}});
        const auto gathered = read(bytes);
        CHECK(gathered.failure() == "too_large");
        REQUIRE(gathered.children.size() == 1);
        CHECK_FALSE(gathered.children.front().is_whole);
        CHECK(gathered.children.front().bytes.size() < (20U << 20));
    }
    SECTION("though nobody wants it") {
        const auto bytes =
            make_archive({"ustar", "xz"}, {{"__MACOSX/zeros", std::string(40 << 20, '\0')}});
        CHECK(read(bytes).failure() == "too_large");
    }
}

TEST_CASE("entries that share their bytes are refused", "[formats][archive][bomb]") {
    // Two entries of the directory name the same place.
    auto zip = make_archive({"zip", "", "", "zip:compression=store"}, {{"a", "one"}, {"b", "two"}});
    const auto first = zip.find("PK\1\2");
    const auto second = zip.find("PK\1\2", first + 4);
    zip.replace(second + 42, 4, zip.substr(first + 42, 4));
    const auto gathered = read(zip);
    CHECK(gathered.failure() == "too_large");
    CHECK(gathered.detail().find("overlap") != std::string::npos);
}

TEST_CASE("more entries than an archive may have are refused", "[formats][archive][bomb]") {
    std::vector<PackedFile> many;
    for (std::size_t i = 0; i <= formats::archive_entries_max; ++i) {
        many.push_back({"f" + std::to_string(i), ""});
    }
    CHECK(read(make_archive({"zip"}, many)).failure() == "too_large");
    CHECK(read(make_archive({"ustar"}, many)).failure() == "too_large");
}

TEST_CASE("reading an archive tells how far it is", "[formats][archive]") {
    const auto format = GENERATE(as<std::string>{}, "zip", "ustar");
    const std::string text(100'000, 'x');
    const auto gathered = read(make_archive({format}, {{"a", text}, {"b", text}, {"c", text}}));
    REQUIRE(gathered.parts_read.size() >= 3);
    CHECK(std::is_sorted(gathered.parts_read.begin(), gathered.parts_read.end()));
    CHECK(gathered.parts_read.front() < 0.7);
    CHECK(gathered.parts_read.back() <= 1);
}
