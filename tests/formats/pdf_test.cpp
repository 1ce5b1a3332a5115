#include "support/pdf.hpp"

#include <string>

#include <ingestd/formats/pdf.hpp>

#include "encrypted_pdf.hpp"
#include "gathered.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;

namespace {

Gathered read(const std::string& bytes) {
    return gather([&](formats::BlockSink& sink) { return formats::read_pdf(bytes, sink); });
}

}  // namespace

TEST_CASE("each page of a PDF gives its text under its number", "[formats][pdf]") {
    const auto gathered = read(make_pdf({"First page.", "Second page,\nsecond line."}));

    REQUIRE(gathered.blocks.size() == 2);
    CHECK(gathered.blocks[0].page == 1);
    CHECK(gathered.blocks[0].text == "First page.");
    CHECK(gathered.blocks[1].page == 2);
    CHECK(gathered.blocks[1].text == "Second page, second line.");
    CHECK(gathered.facts().pages == 2);
    CHECK(gathered.pages_ended == 2);
    CHECK(gathered.parts_read == std::vector{0.5, 1.0});
}

TEST_CASE("a PDF's own title, author and dates are its facts", "[formats][pdf]") {
    const auto gathered = read(make_pdf(
        {"Text."},
        {.title = "On Pages", .author = "A. Writer", .created = "D:20241008114040+02'00'"}
    ));
    CHECK(gathered.facts().format == "pdf");
    CHECK(gathered.facts().title == "On Pages");
    CHECK(gathered.facts().author == "A. Writer");
    CHECK(gathered.facts().created == "2024-10-08T09:40:40Z");
    CHECK(gathered.facts().modified.empty());
}

TEST_CASE("pages without text are told in a warning", "[formats][pdf]") {
    const auto gathered = read(make_pdf({"Text.", "", ""}));
    CHECK(gathered.facts().warnings == std::vector<std::string>{"2 of 3 pages hold no text."});
}

TEST_CASE("a PDF without any text layer fails and says so", "[formats][pdf]") {
    const auto gathered = read(make_pdf({"", ""}));
    CHECK(gathered.failure() == "no_text");
    CHECK_THAT(gathered.detail(), Catch::Contains("no text layer"));
}

TEST_CASE("damaged PDFs are malformed or mended, never more", "[formats][pdf]") {
    const auto whole = make_pdf({"Text of the page."});
    CHECK(read("%PDF-1.7\n").failure() == "malformed");
    CHECK(read("%PDF-1.7\n" + std::string(500, 'x')).failure() == "malformed");
    CHECK(read(std::string(500, '\0')).failure() == "malformed");

    // The table of objects is gone, the objects are not.
    const auto without_table =
        read(whole.substr(0, whole.find("xref")) + "trailer << /Root 1 0 R >>");
    CHECK(without_table.in_short() == std::vector<std::string>{"p Text of the page."});

    // Cut anywhere: an end, whatever it is.
    for (std::size_t length = 0; length < whole.size(); length += 37) {
        const auto cut = read(whole.substr(0, length));
        CHECK((!cut.failure().empty() || !cut.blocks.empty()));
    }
}

TEST_CASE(
    "the pages of a long PDF come in order, however many threads read them", "[formats][pdf]"
) {
    const auto text_of = [](int page) {  // no two alike, else they would be taken for headers
        std::string word;
        for (int rest = page + 26; rest > 0; rest /= 26) word += static_cast<char>('a' + rest % 26);
        return "Here " + word + " tells of " + word + word + ".";
    };
    std::vector<std::string> pages;
    for (int page = 1; page <= 300; ++page) pages.push_back(text_of(page));
    const auto bytes = make_pdf(pages);
    const auto read =
        gather([&](formats::BlockSink& sink) { return formats::read_pdf(bytes, sink); });
    REQUIRE(read.facts().pages == 300);
    REQUIRE(read.blocks.size() == 300);
    for (std::uint32_t i = 0; i < 300; ++i) {
        CHECK(read.blocks[i].page == i + 1);
        CHECK(read.blocks[i].text == text_of(static_cast<int>(i) + 1));
    }
}

TEST_CASE("a line of its own at the top of each page is no header", "[formats][pdf]") {
    const std::vector<std::string> pages{
        "Marker0x\nThe body goes here.", "Marker1x\nAnother body.", "Marker2x\nThe last one."};
    const auto bytes = make_pdf(pages);
    const auto read =
        gather([&](formats::BlockSink& sink) { return formats::read_pdf(bytes, sink); });
    std::string all;
    for (const auto& block : read.blocks) all += block.text + " ";
    for (const auto* marker : {"Marker0x", "Marker1x", "Marker2x"})
        CHECK_THAT(all, Catch::Contains(marker));
}

TEST_CASE("an encrypted PDF opens by either password, and by no other", "[formats][pdf]") {
    const auto bytes = make_encrypted_pdf("The hidden page.", "user's", "owner's");
    const auto open_with = [&](const std::string& password) {
        return gather([&](formats::BlockSink& sink) {
            return formats::read_pdf(bytes, {.password = password}, sink);
        });
    };
    for (const auto* password : {"user's", "owner's"}) {
        CHECK(open_with(password).in_short() == std::vector<std::string>{"p The hidden page."});
    }
    CHECK(open_with("").failure() == "password_required");
    CHECK(open_with("").detail() == "The PDF is encrypted and opens only with its password.");
    CHECK(open_with("guess").failure() == "password_required");
    CHECK(
        open_with("guess").detail() ==
        "The PDF is encrypted, and the password that was given does not open it."
    );
}

TEST_CASE("a PDF that only forbids its owner's rights opens without a password", "[formats][pdf]") {
    const auto read_it = read(make_encrypted_pdf("Not to be printed.", "", "owner's"));
    CHECK(read_it.in_short() == std::vector<std::string>{"p Not to be printed."});
}
