#include <string>
#include <tuple>

#include <ingestd/chunk/token_count.hpp>

#include "support/catch.hpp"

using ingestd::chunk::count_tokens;

TEST_CASE("tokens are counted by runs of letters, digits and single marks", "[chunk][tokens]") {
    const auto [text, tokens] = GENERATE(table<std::string, unsigned>({
        {"", 0},
        {" \t\n\u00A0\u3000", 0},
        {"a", 1},
        {"word", 1},
        {"words", 1},
        {"sentence", 1},
        {"sentences", 2},
        {"word word", 2},
        {"don't", 3},
        {"1", 1},
        {"123", 1},
        {"1234", 2},
        {"12a", 2},
        {"...", 3},
        {"да", 1},
        {"дом", 1},
        {"слово", 2},
        {"na\u00EFve", 1},
        {"na\u00EFveties", 2},
        {"漢字かな", 4},
        {"한국", 2},
        {"ไทย", 1},
        {"👩‍👩‍👧", 5},
        {"\u200D", 1},
    }));
    CAPTURE(text);
    CHECK(count_tokens(text) == tokens);
}

TEST_CASE("token counts add up at word boundaries", "[chunk][tokens]") {
    const std::string left = "Ein Übermaß an Sätzen, 2024; ", right = "漢字 and then some.";
    CHECK(count_tokens(left + right) == count_tokens(left) + count_tokens(right));
}
