// `ingestd extract`: a file through the real helper, without a server.
#include "program_run.hpp"
#include "support/catch.hpp"
#include "support/pdf.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

TEST_CASE("a file is printed as what would be indexed of it", "[e2e][extract]") {
    const test::TemporaryDirectory files;
    const auto page = test::write_file(files / "a.html", "<h2>Foxes</h2><p>They run.</p>").string();

    CHECK(run_program({"extract", page}).output == "Foxes\n\nThey run.\n");
    CHECK(run_program({"extract", page, "--form", "markdown"}).output == "## Foxes\n\nThey run.\n");
    const auto printed = json::parse(run_program({"extract", page, "--form", "json"}).output);
    CHECK(printed.at("format") == "html");
    CHECK(printed.at("blocks").at(1).at("text") == "They run.");
}

TEST_CASE("pages of a PDF are told, and its title", "[e2e][extract]") {
    const test::TemporaryDirectory files;
    const auto file =
        test::write_file(files / "a.pdf", test::make_pdf({"One.", "Two."}, {.title = "Pages"}));

    const auto run = run_program({"extract", file.string(), "--form", "json"});

    CHECK(run.status == 0);
    const auto printed = json::parse(run.output);
    CHECK(printed.at("title") == "Pages");
    CHECK(printed.at("pages") == 2);
    CHECK(printed.at("blocks").at(1).at("page") == 2);
}

TEST_CASE("what cannot be extracted is said, and the exit status tells", "[e2e][extract]") {
    const test::TemporaryDirectory files;
    const auto broken =
        run_program({"extract", test::write_file(files / "a.pdf", "%PDF-1.7\nand no more").string()}
        );
    CHECK(broken.status == 1);
    CHECK_THAT(
        broken.errors, Catch::StartsWith("ingestd: a.pdf: ") && Catch::Contains("(malformed)")
    );

    const auto missing = run_program({"extract", (files / "none.pdf").string()});
    CHECK(missing.status == 2);
    CHECK_THAT(missing.errors, Catch::Contains("No such file"));
    CHECK(run_program({"extract", files.path().string()}).status == 2);
}
