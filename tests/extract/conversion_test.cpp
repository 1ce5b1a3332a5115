// Office documents of before 2007, through a program that turns them into text.
#include <chrono>
#include <filesystem>
#include <string>

#include <ingestd/extract/extractors.hpp>

#include "support/catch.hpp"
#include "support/documents.hpp"
#include "support/extraction.hpp"
#include "support/landlock.hpp"

// g++'s thread sanitizer cannot be started behind the walls, and nothing here meets on threads.
#ifndef __SANITIZE_THREAD__

using namespace ingestd;
using namespace ingestd::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

// The real helper, and in place of catdoc a program that obeys the document.
struct Bench {
    explicit Bench(
        std::filesystem::path folder = INGESTD_MISBEHAVING_CONVERTERS,
        std::chrono::milliseconds stall_limit = 60s
    )
        : extractor{extract::make_extractor(
              {.helper_program = INGESTD_EXTRACT_BINARY,
               .executor = io.executor(),
               .max_helpers = 2,
               .stall_limit = stall_limit,
               .converters_folder = std::move(folder)}
          )} {}

    IoThread io;
    std::unique_ptr<extract::Extractor> extractor;

    Extraction obey(const std::string& command, const std::string& name = "a.doc") {
        const auto compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + std::string(100, '\0');
        return extract_all(*extractor->open(request(compound + command, name)));
    }
};

}  // namespace

TEST_CASE("what a converter says is the document's text", "[extract][conversion]") {
    Bench bench;
    const auto said = bench.obey("say it");
    CHECK(said.detail().empty());
    CHECK(said.text == "It was said.");
    CHECK(said.facts().format == "doc");
    CHECK(bench.obey("say it", "a.ppt").facts().format == "ppt");
    CHECK(bench.obey("say it", "a.xls").facts().format == "xls");
    SECTION("one after another, each in a process of its own") {
        for (int i = 0; i < 5; ++i) CHECK(bench.obey("say it").text == "It was said.");
    }
    SECTION("made fit for reading") {
        CHECK(bench.obey("say it twice").text == "One.\uFFFD\n\nTwo.");
    }
    SECTION("and the document has no name") {
        CHECK(bench.obey("say where it is").text == "/dev/stdin");
    }
}

TEST_CASE("without a converter the package to install is told", "[extract][conversion]") {
    Bench bench{"/nowhere"};
    const auto failed = bench.obey("say it");
    CHECK(failed.failure() == "unsupported_type");
    CHECK(
        failed.detail() ==
        "Word documents of before 2007 (.doc) are read with the program catdoc, which is not "
        "installed: install the package catdoc."
    );
}

TEST_CASE("a converter that fails costs its document a clear end", "[extract][conversion]") {
    Bench bench;
    CHECK(bench.obey("fail").failure() == "malformed");
    CHECK(bench.obey("crash").failure() == "malformed");
    CHECK(bench.obey("say nothing").failure() == "no_text");
    CHECK(bench.obey("say much").failure() == "too_large");
    const auto half = bench.obey("fail behind a word");
    CHECK(half.text == "A word.");
    CHECK(
        half.facts().warnings == std::vector{"The document is damaged: what came before stands."s}
    );
    CHECK(bench.obey("say it").text == "It was said.");
}

TEST_CASE("a converter that says nothing is ended", "[extract][conversion]") {
    Bench bench{INGESTD_MISBEHAVING_CONVERTERS, 300ms};
    CHECK(bench.obey("hang").failure() == "helper_stalled");
}

#ifndef INGESTD_SANITIZED
TEST_CASE("a converter stands behind the same walls", "[extract][conversion][walls]") {
    Bench bench;
    CHECK(bench.obey("write a file").text == "refused");
    CHECK(bench.obey("speak to the server").text == "refused");
    CHECK(bench.obey("fork").failure() == "malformed");
    CHECK(bench.obey("open a socket").failure() == "malformed");
    if (kernel_has_landlock()) {
        CHECK(bench.obey("read a secret").text == "refused");
        CHECK(bench.obey("run a program").text == "refused");
    }
}
#endif

#endif
