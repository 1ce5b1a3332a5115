// What texts define, and what of it belongs to a query.
#include "../../src/index/abbreviations.hpp"

#include "generation_fixture.hpp"

namespace ingestd::index {
namespace {

using Definitions = std::vector<Definition>;
using Texts = std::vector<std::string>;

TEST_CASE("a definition is an abbreviation in brackets after its words", "[index][abbreviations]") {
    const auto [text, defined] = GENERATE(table<std::string, Definitions>({
        {"The body mass index (BMI) rose.", {{"BMI", "body mass index"}}},
        {"mice lacking interleukin-6 ( IL-6 ) live", {{"IL-6", "interleukin-6"}}},
        {"the quality of life (QoL; n = 12)", {{"QoL", "quality of life"}}},
        {"Induced pluripotent stem cells (iPSCs)", {{"iPSCs", "Induced pluripotent stem cells"}}},
        {"amyotrophic\nlateral sclerosis (ALS) and multiple sclerosis (MS)",
         {{"ALS", "amyotrophic\nlateral sclerosis"}, {"MS", "multiple sclerosis"}}},
        {"größter anzunehmender Unfall (GAU)", {{"GAU", "größter anzunehmender Unfall"}}},
    }));

    REQUIRE(definitions_in(text) == defined);
}

TEST_CASE("what else stands in brackets defines nothing", "[index][abbreviations]") {
    const auto* const text = GENERATE(
        "",
        "(",
        "(BMI",
        "BMI)",
        "(BMI)",
        "()(  )((()",
        "in mice (see below)",
        "in mice (Table 1)",
        "of a kind (KIND (K))",
        "the heron (BMI)",
        "bodies. Mass index (BMI)",
        "a BMI score (BMI)",
        "much (MUCHLONGERTHANTEN)",
        "ends with (M",
        "\xFF\xFE (\xC3Z)"
    );

    REQUIRE(definitions_in(text).empty());
}

TEST_CASE("a long form is looked for near its abbreviation alone", "[index][abbreviations]") {
    std::string text = "body mass ";
    for (int i = 0; i < 100; ++i) text += "and far ";

    REQUIRE(definitions_in(text + "index (BMI)").empty());
    REQUIRE(definitions_in(std::string(100'000, '(')).empty());
}

TEST_CASE("a long form never begins within a word", "[index][abbreviations]") {
    const auto farthest = [](std::string_view begin, std::string_view end) {
        return std::string{begin} + std::string(200 - end.size() - 1, 'o') + std::string{end};
    };
    const std::string within_a_word = farthest("ab", " mass index ") + "(BMI)";
    const std::string within_a_letter = farthest("\xC3\xA9", "-body mass index ") + "(BMI)";

    REQUIRE(definitions_in(within_a_word).empty());
    REQUIRE(definitions_in(within_a_letter).empty());
    REQUIRE(definitions_in("ab " + within_a_word.substr(1)).size() == 1);
}

TEST_CASE("an abbreviation is found by its words, and words by it", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("The body mass index (BMI) is a ratio."));
    fixture.add(fixture.entry("b.txt"), one_chunk("A BMI of thirty"));
    fixture.add(fixture.entry("c.txt"), one_chunk("Of body mass index, thirty"));
    fixture.add(fixture.entry("d.txt"), one_chunk("The heron"));

    CHECK(fixture.found("body mass index").size() == 3);
    CHECK(fixture.found("BMI").size() == 3);
    CHECK(fixture.found("index mass body").size() == 2);
}

TEST_CASE("where texts disagree what most of them define counts", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("multiple sclerosis (MS)"));
    fixture.add(fixture.entry("b.txt"), one_chunk("mass spectrometry (MS), first"));
    fixture.add(fixture.entry("c.txt"), one_chunk("mass spectrometry (MS), second"));
    fixture.add(fixture.entry("d.txt"), one_chunk("on mass spectrometry"));
    fixture.add(fixture.entry("e.txt"), one_chunk("on multiple sclerosis"));

    const auto found = fixture.found("MS");

    CHECK(std::ranges::count(found, "on mass spectrometry") == 1);
    CHECK(std::ranges::count(found, "on multiple sclerosis") == 0);
}

TEST_CASE("a text that repeats a definition is one text", "[index][search]") {
    GenerationFixture fixture;
    const std::string again = "multiple sclerosis (MS), ";
    fixture.add(fixture.entry("a.txt"), one_chunk(again + again + again));
    fixture.add(fixture.entry("b.txt"), one_chunk("mass spectrometry (MS), first"));
    fixture.add(fixture.entry("c.txt"), one_chunk("mass spectrometry (MS), second"));
    fixture.add(fixture.entry("d.txt"), one_chunk("on mass spectrometry"));

    CHECK(std::ranges::count(fixture.found("MS"), "on mass spectrometry") == 1);
}

TEST_CASE("what a slip is corrected to may be abbreviated", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("The body mass (BM) is a sum."));
    fixture.add(fixture.entry("b.txt"), one_chunk("A BM of thirty"));

    CHECK(fixture.found("boddy maass").size() == 2);
}

TEST_CASE("a snippet marks an abbreviation's words, too", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("The body mass index (BMI) is a ratio."));
    fixture.add(fixture.entry("b.txt"), one_chunk("Of body mass index, thirty"));

    const auto hits = fixture.generation->search({"BMI", 10}).hits;

    REQUIRE(hits.size() == 2);
    CHECK(hits[1].snippet == "Of <mark>body mass index</mark>, thirty");
}

}  // namespace
}  // namespace ingestd::index
