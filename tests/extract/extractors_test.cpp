#include <csignal>
#include <string>
#include <thread>
#include <variant>

#include <ingestd/extract/extractors.hpp>

#include "support/catch.hpp"
#include "support/documents.hpp"
#include "support/extraction.hpp"
#include "support/pdf.hpp"

using namespace ingestd;
using namespace ingestd::test;
using namespace std::string_literals;

namespace {

// The real extractor with the real helper program.
struct Bench {
    IoThread io;
    std::unique_ptr<extract::Extractor> extractor = extract::make_extractor(
        {.helper_program = INGESTD_EXTRACT_BINARY, .executor = io.executor(), .max_helpers = 2}
    );

    Extraction read(std::string_view content, std::string filename, std::string content_type = {}) {
        return extract_all(
            *extractor->open(request(content, std::move(filename), std::move(content_type)))
        );
    }
};

}  // namespace

TEST_CASE("a text file comes out byte for byte", "[extract][text]") {
    Bench bench;
    const std::string text = "First line.\r\nSecond, naïve.\n\n\n  Indented.\tTab. \n";
    const auto all = bench.read(text, "a.txt");
    CHECK(all.text == text);
    CHECK(all.facts().format == "text");
    CHECK(all.facts().encoding == "utf-8");
    CHECK(all.parts_read.back() == 1.0);
}

TEST_CASE("a long text comes in turns of at most 64 KiB", "[extract][text]") {
    Bench bench;
    std::string text;
    while (text.size() < 1'000'000) text += "Words of a long text.\n";
    const auto all = bench.read(text, "a.txt");
    CHECK(all.text == text);
    CHECK(all.largest_turn <= block_text_max);
    CHECK(all.parts_read.size() >= 16);
    CHECK(std::is_sorted(all.parts_read.begin(), all.parts_read.end()));
}

TEST_CASE("one word longer than a block is still cut", "[extract][text]") {
    Bench bench;
    const std::string text(500'000, 'x');
    CHECK(bench.read(text, "a.txt").text == text);
}

TEST_CASE("what was mended in a text is told", "[extract][text]") {
    Bench bench;
    std::string text = "zero \0 and bad \xFF and "s;
    for (int i = 0; i < 10; ++i) text += "caf\xC3\xA9 ";
    CHECK(bench.read(text, "a.txt").facts().warnings.size() == 2);
}

TEST_CASE("documents without text or of no known type fail with their reason", "[extract]") {
    Bench bench;
    CHECK(bench.read("", "a.txt").failure() == "empty");
    CHECK(bench.read(" \n\t\n", "a.txt").failure() == "no_text");
    const auto program = bench.read(
        "\x7F"
        "ELF\2\1\1",
        "a.docx"
    );
    CHECK(program.failure() == "unsupported_type");
    CHECK(program.detail() == "Executable program (ELF) is not supported yet.");
}

TEST_CASE("a PDF comes back page by page from the helper", "[extract][helper]") {
    Bench bench;
    const auto all = bench.read(make_pdf({"One.", "Two.", "Three."}, {.title = "Pages"}), "a.pdf");
    CHECK(all.text == "One.\n\nTwo.\n\nThree.");
    CHECK(all.blocks.back().page == 3);
    CHECK(all.facts().title == "Pages");
    CHECK(all.parts_read.size() >= 3);
}

TEST_CASE("every supported type goes the whole way", "[extract][helper]") {
    Bench bench;
    auto [content, name, text, format] =
        GENERATE(table<std::string, std::string, std::string, std::string>({
            {"# Title\n\nText.", "a.md", "Title\n\nText.", "markdown"},
            {"<h1>Title</h1>Text.", "a.html", "Title\n\nText.", "html"},
            {"a,b\nc,d", "a.csv", "a | b\nc | d", "csv"},
            {"{\"a\":\"b\"}", "a.json", "a: b", "json"},
            {"{\"a\":\"b\"}\n{\"a\":\"c\"}", "a.jsonl", "a: b\n\na: c", "jsonl"},
        }));
    const auto all = bench.read(content, name);
    CHECK(all.text == text);
    CHECK(all.facts().format == format);
}

TEST_CASE("a failure in the helper is the document's own", "[extract][helper]") {
    Bench bench;
    CHECK(bench.read("%PDF-1.7\ngarbage", "a.pdf").failure() == "malformed");
    CHECK(bench.read(make_pdf({"", ""}), "a.pdf").failure() == "no_text");
    CHECK(bench.read("{oops", "a.json").failure() == "malformed");
    CHECK(bench.read(make_pdf({"Next."}), "b.pdf").text == "Next.");
}

TEST_CASE("the charset of the declared type reaches the helper", "[extract][helper]") {
    Bench bench;
    CHECK(
        bench.read("<p>\xF0\xD2\xC9\xD7\xC5\xD4</p>", "a.html", "text/html; charset=koi8-r").text ==
        "Привет"
    );
}
