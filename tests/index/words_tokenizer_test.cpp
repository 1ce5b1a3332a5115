#include "../../src/index/words_tokenizer.hpp"

#include <random>
#include <string>
#include <vector>

#include <sqlite3.h>

#include "../../src/index/fts5_api.hpp"
#include "../../src/index/language_mark.hpp"
#include "../../src/index/stemmers.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::index {
namespace {

struct Cut {
    std::string word;
    std::size_t begin = 0, end = 0;

    friend bool operator==(const Cut&, const Cut&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Cut& cut) {
        return out << cut.word << " at " << cut.begin << "-" << cut.end;
    }
};

struct Tokenizers {
    test::TemporaryDirectory directory;
    sqlite::Connection connection = open(directory / "words.db");

    Tokenizers() { register_words_tokenizer(connection); }

    static sqlite::Connection open(const std::filesystem::path& file) {
        auto opened = sqlite::Connection::open(file, {});
        REQUIRE(opened);
        return std::move(*opened);
    }

    // In Chinese, of which no ending is cut.
    std::vector<Cut> ours(std::string_view text) {
        const WordsTokenizer tokenizer{connection};
        const auto whole = marked("zh", text);
        const auto mark_bytes = whole.size() - text.size();
        std::vector<Cut> cuts;
        tokenizer.for_each_word(whole, [&](const PlacedWord& placed) {
            cuts.push_back(
                {std::string{placed.word}, placed.begin - mark_bytes, placed.end - mark_bytes}
            );
        });
        return cuts;
    }

    std::vector<Cut> those_of_fts5(std::string_view text) {
        auto* const api = fts5_api_of(connection);
        void* context = nullptr;
        fts5_tokenizer functions{};
        REQUIRE(api->xFindTokenizer(api, "unicode61", &context, &functions) == SQLITE_OK);
        const char* arguments[] = {"remove_diacritics", "2"};
        Fts5Tokenizer* tokenizer = nullptr;
        REQUIRE(functions.xCreate(context, arguments, 2, &tokenizer) == SQLITE_OK);
        std::vector<Cut> cuts;
        const auto take = [](void* to, int, const char* token, int size, int begin, int end) {
            static_cast<std::vector<Cut>*>(to)->push_back(
                {{token, static_cast<std::size_t>(size)},
                 static_cast<std::size_t>(begin),
                 static_cast<std::size_t>(end)}
            );
            return SQLITE_OK;
        };
        CHECK(
            functions.xTokenize(
                tokenizer,
                &cuts,
                FTS5_TOKENIZE_DOCUMENT,
                text.data(),
                static_cast<int>(text.size()),
                take
            ) == SQLITE_OK
        );
        functions.xDelete(tokenizer);
        return cuts;
    }
};

TEST_CASE("words are cut where unicode61 cuts them, of any text", "[index][words_tokenizer]") {
    Tokenizers tokenizers;
    const std::vector<std::string> pieces{"a",          "Z",      "0",
                                          "9",          "word",   "ÉCOLE",
                                          "e\u0301",    "\u0301", "ß",
                                          "İ",          "Ω",      "ﬁ",
                                          "²",          "½",      "_",
                                          "'",          "\u2019", "\u00A0",
                                          "\u2003",     "\u200B", "-",
                                          ".",          ",",      "/",
                                          " ",          "\n",     "\t",
                                          "\x7F",       "\x02",   "@",
                                          "[",          "`",      "{",
                                          "\U0001F600", "\uE000", "\U000F0000",
                                          "नमस्ते",       "שלום",   std::string(1, '\0')};
    std::mt19937 random{7};
    for (int i = 0; i < 2'000; ++i) {
        std::string text;
        for (auto count = random() % 24; count > 0; --count)
            text += pieces[random() % pieces.size()];
        CAPTURE(text);
        REQUIRE(tokenizers.ours(text) == tokenizers.those_of_fts5(text));
    }
}

TEST_CASE("each byte of ASCII parts words or not as in unicode61", "[index][words_tokenizer]") {
    Tokenizers tokenizers;
    for (char c = 0; c >= 0 && c < 0x7F; ++c) {
        const auto text = std::string{"Ab"} + c + "cD" + c;
        CAPTURE(static_cast<int>(c));
        CHECK(tokenizers.ours(text) == tokenizers.those_of_fts5(text));
    }
}

TEST_CASE(
    "a script without spaces is cut by characters also among words", "[index][words_tokenizer]"
) {
    Tokenizers tokenizers;
    const std::vector<Cut> expected{
        {"x1", 0, 2}, {"東", 2, 5}, {"京", 5, 8}, {"tower", 8, 13}, {"é", 14, 16}};
    auto cuts = tokenizers.ours("X1東京Tower É");
    REQUIRE(cuts.size() == expected.size());
    CHECK(cuts.back().word == "e");
    cuts.back().word = "é";
    CHECK(cuts == expected);
}

TEST_CASE("asked again, and in another language, a word has its own stem", "[index][stemmers]") {
    Stemmers stemmers;
    const std::string long_word(WordKey::bytes_max + 1, 'a');
    const bool remembers = GENERATE(true, false);
    for (int i = 0; i < 2; ++i) {
        CHECK(stemmers.stem("en", "generations", remembers) == "generat");
        CHECK(stemmers.stem("de", "generationen", remembers) == "generation");
        CHECK(stemmers.stem("de", "generations", remembers) == "generation");
        CHECK(stemmers.stem("zh", "generations", remembers) == "generations");
        CHECK(stemmers.stem("en", long_word, remembers) == long_word);
    }
    CHECK(stemmers.remember_some() == remembers);
}

}  // namespace
}  // namespace ingestd::index
