#include "../../src/enrich/statistics.hpp"

#include <ingestd/document/chunk.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::enrich;

namespace {

std::string repeated(const std::string& text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i) result += text;
    return result;
}

}  // namespace

TEST_CASE("reading takes a minute for 238 words, rounded up", "[enrich][statistics]") {
    CHECK(reading_seconds(0) == 0);
    CHECK(reading_seconds(1) == 1);
    CHECK(reading_seconds(238) == 60);
    CHECK(reading_seconds(239) == 61);
    CHECK(reading_seconds(4'294'967'295) == 1'082'764'865);
}

TEST_CASE("English syllables are counted as they are spoken", "[enrich][statistics]") {
    const auto [word, syllables] = GENERATE(table<std::string, unsigned>({
        {"the", 1},
        {"cat", 1},
        {"late", 1},
        {"rated", 2},
        {"walked", 1},
        {"table", 2},
        {"tables", 2},
        {"roses", 2},
        {"dates", 1},
        {"water", 2},
        {"banana", 3},
        {"catches", 2},
        {"strength", 1},
        {"x", 1},
        {"e", 1},
        {"café", 2},
    }));
    CAPTURE(word);
    CHECK(english_syllables(word) == syllables);
}

TEST_CASE("German syllables are rows of vowels", "[enrich][statistics]") {
    CHECK(german_syllables("übertragung") == 4);
    CHECK(german_syllables("häuser") == 2);
    CHECK(german_syllables("läuft") == 1);
}

TEST_CASE("reading ease is Flesch's for English, Amstad's for German", "[enrich][statistics]") {
    // 6 words and 6 syllables a sentence: 206.835 - 1.015 · 6 - 84.6 · 1.
    CHECK(reading_ease(read_words(repeated("The cat sat on the mat. ", 10)), "en") == 116.1);
    // 4 words and 5 syllables a sentence: 180 - 4 - 58.5 · 5 / 4.
    CHECK(reading_ease(read_words(repeated("Das Haus ist müde. ", 13)), "de") == 102.9);
}

TEST_CASE("there is no reading ease where it would mean nothing", "[enrich][statistics]") {
    CHECK_FALSE(reading_ease(read_words(repeated("The cat sat on the mat. ", 8)), "en"));
    CHECK_FALSE(reading_ease(read_words(repeated("The cat sat on the mat. ", 10)), "fr"));
    CHECK_FALSE(reading_ease(read_words(repeated("apple pear ", 100)), "en"));
    CHECK_FALSE(reading_ease(read_words(repeated("Row 1 2 3. ", 100)), "en"));
    CHECK_FALSE(reading_ease(read_words(""), "en"));
}
