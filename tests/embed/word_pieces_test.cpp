#include "../../src/embed/onnx/word_pieces.hpp"

#include "support/catch.hpp"

using namespace ingestd::embed;

namespace {

constexpr TokenId unknown = 0;
constexpr std::size_t all = 1'000'000;

WordPieceRules rules(std::vector<std::string> pieces) {
    WordPieceRules rules;
    rules.vocabulary.emplace("[UNK]", unknown);
    for (const auto& piece : pieces)
        rules.vocabulary.emplace(piece, static_cast<TokenId>(rules.vocabulary.size()));
    return rules;
}

using Tokens = std::vector<TokenId>;

}  // namespace

TEST_CASE("a word is cut into the longest pieces from its beginning", "[embed][word_pieces]") {
    const WordPieces pieces{rules({"un", "##aff", "##able", "##a", "unaffected"})};

    CHECK(pieces.encode("unaffable", all) == Tokens{1, 2, 3});
    CHECK(pieces.encode("una una", all) == Tokens{1, 4, 1, 4});
    CHECK(pieces.encode("unaffected", all) == Tokens{5});
}

TEST_CASE("a word that cannot be put together is unknown as a whole", "[embed][word_pieces]") {
    const WordPieces pieces{rules({"un", "##aff"})};

    CHECK(pieces.encode("unaffable un", all) == Tokens{unknown, 1});
    CHECK(pieces.encode("able", all) == Tokens{unknown});
}

TEST_CASE("so is one that is too long", "[embed][word_pieces]") {
    const WordPieces pieces{rules({"a", "##a"})};

    CHECK(pieces.encode(std::string(100, 'a'), all).size() == 100);
    CHECK(pieces.encode(std::string(101, 'a'), all) == Tokens{unknown});
}

TEST_CASE("marks and Chinese characters are words of their own", "[embed][word_pieces]") {
    const WordPieces pieces{rules({"wing", ",", "$", "風", "洞", "…"})};

    CHECK(pieces.encode("wing,wing", all) == Tokens{1, 2, 1});
    CHECK(pieces.encode("wing$", all) == Tokens{1, 3});
    CHECK(pieces.encode("風洞wing…", all) == Tokens{4, 5, 1, 6});
    CHECK(WordPieces{rules({"a", "="})}.encode("a≠a", all) == Tokens{1, 2, 1});
}

TEST_CASE("case and accents go, where the model has neither", "[embed][word_pieces]") {
    auto lower = rules({"ecole", "i", "École"});

    CHECK(WordPieces{lower}.encode("École e\u0301COLE I \u0130", all) == Tokens{1, 1, 2, 2});

    lower.is_lower = lower.is_without_accents = false;
    CHECK(WordPieces{lower}.encode("École ecole ÉCOLE", all) == Tokens{3, 1, unknown});
}

TEST_CASE("all white space parts words, control characters are left out", "[embed][word_pieces]") {
    const WordPieces pieces{rules({"wing", "lift"})};

    CHECK(pieces.encode(" wing\tlift\r\nwing\u00A0lift\u3000wing ", all) == Tokens{1, 2, 1, 2, 1});
    CHECK(pieces.encode("wi\u200Bng li\u00ADft w\x01ing \uFFFD", all) == Tokens{1, 2, 1});
}

TEST_CASE("a text is read until there are enough tokens", "[embed][word_pieces]") {
    const WordPieces pieces{rules({"wing", "##s"})};

    CHECK(pieces.encode("wings wings wings", 3) == Tokens{1, 2, 1});
    CHECK(pieces.encode("wings", 0).empty());
    CHECK(pieces.encode("", all).empty());
}

TEST_CASE("tokens of texts add up at white space", "[embed][word_pieces]") {
    const WordPieces pieces{rules({"wing", "##s", "a"})};

    CHECK(pieces.count_tokens("wings") == 2);
    CHECK(pieces.count_tokens("wings a\nxyz") == 4);
    CHECK(pieces.count_tokens(" \n") == 0);
}

TEST_CASE("a document cannot say special tokens", "[embed][word_pieces]") {
    const WordPieces pieces{rules({"[SEP]", "[", "]", "sep"})};

    CHECK(pieces.encode("[SEP]", all) == Tokens{2, 4, 3});
}
