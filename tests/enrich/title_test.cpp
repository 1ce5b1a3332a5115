#include <ingestd/enrich/title.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using enrich::choose_title;

namespace {

DocumentFacts titled(std::string title) {
    DocumentFacts facts;
    facts.title = std::move(title);
    return facts;
}

}  // namespace

TEST_CASE("a declared title that says something is taken", "[enrich][title]") {
    const auto [declared, title] = GENERATE(table<std::string, std::string>({
        {"Annual Report 2024", "Annual Report 2024"},
        {"  Annual\n  Report ", "Annual Report"},
        {"Title IX", "Title IX"},
        {"東京物語", "東京物語"},
        {"Version 2.0", "Version 2.0"},
        {"The Document", "The Document"},
    }));
    CHECK(choose_title(titled(declared), "Heading", "file.pdf") == title);
}

TEST_CASE("a declared title that says nothing is passed over", "[enrich][title]") {
    const auto declared = GENERATE(
        as<std::string>{},
        "",
        "  ",
        "untitled",
        "Untitled-1",
        "Untitled Document",
        "Document1",
        "Microsoft Word - thesis",
        "Microsoft PowerPoint - talk.ppt",
        "report_final.docx",
        "paper.dvi",
        "C:\\texte\\brief.doc",
        "PowerPoint Presentation",
        "12345",
        "---",
        "file:///home/me/page.html",
        "(anonymous)",
        "Slide 1"
    );
    CAPTURE(declared);
    CHECK(choose_title(titled(declared), "Heading", "file.pdf") == "Heading");
}

TEST_CASE("without title and heading the file's name is the title", "[enrich][title]") {
    const auto [filename, title] = GENERATE(table<std::string, std::string>({
        {"report.pdf", "report"},
        {"a/b/Letter to Ann.txt", "Letter to Ann"},
        {"C:\\texte\\brief.doc", "brief"},
        {"archive.tar.gz", "archive.tar"},
        {".bashrc", ".bashrc"},
        {"README", "README"},
        {"Dr. Who's notes", "Dr. Who's notes"},
        {"", ""},
    }));
    CAPTURE(filename);
    CHECK(choose_title({}, " ", filename) == title);
}

TEST_CASE("a title is one line of bounded length, without control characters", "[enrich][title]") {
    std::string endless;
    for (int i = 0; i < 5000; ++i) endless += "é ";
    CHECK(choose_title(titled(endless), "", "").size() < 320);
    CHECK(choose_title(titled("A\x1b[31m red\r\nline"), "", "") == "A[31m red line");
}
