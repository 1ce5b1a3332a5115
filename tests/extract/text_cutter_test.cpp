#include <string>

#include <ingestd/base/utf8.hpp>
#include <ingestd/extract/text_cutter.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::extract;

TEST_CASE("text is cut at the best place there is", "[extract][cutter]") {
    auto [text, cut] = GENERATE(table<std::string, std::size_t>({
        {"first para\n\nsecond one", 12},
        {"first para\r\n\r\nsecond o", 14},
        {"first line\nsecond lin e", 11},
        {"a\n\nlong line of words here", 16},
        {"onewordwithoutanyspace..", 16},
        {"onewordwithoute\r\nnd.....", 15},
        {"fourteenbytes.€uro......", 14},
    }));
    CHECK(cut_position(text, 16) == cut);
}

TEST_CASE("blocks put together are the text", "[extract][cutter]") {
    std::string text;
    for (int i = 0; text.size() < 5 * block_text_max; ++i) {
        text += "Line " + std::to_string(i) + " of the text, naïve.\n";
        if (i % 7 == 0) text += "\n";
    }
    TextCutter cutter;
    std::string joined;
    const auto take = [&](bool is_last) {
        while (auto block = cutter.next(is_last)) {
            CHECK(block->text.size() <= block_text_max);
            CHECK(block->before == Separator::none);
            CHECK(utf8::is_valid(block->text));
            joined += block->text;
        }
    };
    for (std::size_t at = 0; at < text.size(); at += 10'000) {
        cutter.pending() += text.substr(at, 10'000);
        take(false);
    }
    take(true);
    CHECK(joined == text);
    CHECK(cutter.wrote_text());
}

TEST_CASE("text that fills a block exactly is one block", "[extract][cutter]") {
    TextCutter cutter;
    cutter.pending() = std::string(block_text_max, 'x');
    CHECK_FALSE(cutter.next(false));
    REQUIRE(cutter.next(true));
    CHECK_FALSE(cutter.next(true));
}

TEST_CASE("white space alone is no text", "[extract][cutter]") {
    TextCutter cutter;
    cutter.pending() = " \n\t\r\n";
    CHECK(cutter.next(true));
    CHECK_FALSE(cutter.wrote_text());
}
