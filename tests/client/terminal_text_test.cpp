#include <ingestd/client/terminal_text.hpp>

#include "support/catch.hpp"

namespace ingestd::client {
namespace {

TEST_CASE("nothing that moves a cursor or reorders text reaches a terminal", "[terminal text]") {
    const auto [text, shown] = GENERATE(table<std::string, std::string>({
        {"report 2024.pdf", "report 2024.pdf"},
        {"\x1b[31mred", "�[31mred"},
        {"a\x07"
         "b\x7f",
         "a�b�"},
        {"a\nb\tc", "a�b�c"},
        {"\xC2\x9B"
         "31m",
         "�31m"},  // CSI of the C1 controls
        {"gnp.\xE2\x80\xAE"
         "exe",
         "gnp.�exe"},                            // right-to-left override
        {"a\xE2\x81\xA6z\xE2\x81\xA9", "a�z�"},  // isolates
        {"a\xE2\x80\x8B"
         "b",
         "a�b"},  // zero width space
        {"a\xE2\x80\xA8"
         "b",
         "a�b"},             // line separator
        {"\xFF\xC3", "��"},  // broken UTF-8
        {"می\xE2\x80\x8C"
         "خواهم",
         "می\xE2\x80\x8C"
         "خواهم"},  // a joiner that Persian needs
        {"größe 日本 📄", "größe 日本 📄"},
    }));
    CHECK(harmless(text) == shown);
    CHECK(harmless(shown) == shown);
}

TEST_CASE("text on one line has single blanks for its line ends and tabs", "[terminal text]") {
    CHECK(harmless_line(" a\r\n\tb  c \n") == "a b c");
    CHECK(harmless_line("a\x1b\nb") == "a� b");
    CHECK(harmless_line("\n").empty());
}

TEST_CASE("a character takes the columns that a terminal gives it", "[terminal text]") {
    const auto [text, columns] = GENERATE(table<std::string, std::size_t>({
        {"", 0},
        {"abc", 3},
        {"größe", 5},
        {"日本", 4},
        {"ｈ", 2},
        {"e\xCC\x81", 1},
        {"📄", 2},
        {"✂\xEF\xB8\x8F", 2},
        {"🗂\xEF\xB8\x8F", 2},
        {"█░", 2},
        {"…", 1},
    }));
    CAPTURE(text);
    CHECK(display_width(text) == columns);
}

TEST_CASE("a text that is too long is cut between characters and says so", "[terminal text]") {
    CHECK(fit("report.pdf", 10) == "report.pdf");
    CHECK(fit("report.pdf", 9) == "report.p…");
    CHECK(fit("日本語", 6) == "日本語");
    CHECK(fit("日本語", 5) == "日本…");
    CHECK(fit("日本語", 4) == "日…");
    CHECK(fit("ab", 1) == "…");
    CHECK(fit("ab", 0).empty());
}

}  // namespace
}  // namespace ingestd::client
