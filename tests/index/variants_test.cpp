// Words that are spelled in more ways than one.
#include "../../src/index/variants.hpp"

#include <map>

#include "generation_fixture.hpp"

namespace ingestd::index {
namespace {

using Texts = std::vector<std::string>;

// What is looked for beside the words of a query, and for how many of them each stands.
using Variants = std::map<std::string, std::size_t>;

Variants variants_of(std::string_view query) {
    const test::TemporaryDirectory directory;
    auto connection = sqlite::Connection::open(directory / "words.db");
    REQUIRE(connection);
    register_words_tokenizer(*connection);
    const WordsTokenizer tokenizer{*connection};
    Variants found;
    for (const auto& variant : to_query_terms(parse_user_query(query), "en", tokenizer).variants)
        found[variant.text] = variant.slots.size();
    return found;
}

TEST_CASE("neighbours may be one word, and letters and digits two", "[index][query]") {
    const auto [query, variants] = GENERATE(table<std::string, Variants>({
        {"", {}},
        {"heron", {}},
        {"co-expression", {{"coexpression", 2}}},
        {"grey heron, lake", {{"greyheron", 2}}},
        {"IL-6", {{"IL6", 2}}},
        {"IL\u20136 and IL\u20116", {{"IL6", 2}}},  // other dashes
        {"IL6", {{"IL 6", 1}}},
        {"p53 gene", {{"p 53", 1}, {"p53gene", 2}}},
        {"run run", {{"runrun", 1}}},
        {"a heron in flight", {}},         // words that say nothing join no other
        {"2 000", {}},                     // two numbers are another one
        {"3f2504e0", {}},                  // a key
        {"grey -heron", {}},               // what is not wanted
        {"\"grey heron\" lake wat*", {}},  // what is wanted as it stands
        {"grey / heron", {}},              // something stands between
        {"東京 都庁", {}},
    }));

    REQUIRE(variants_of(query) == variants);
}

TEST_CASE("there is a bound to how many variants a query has", "[index][query]") {
    std::string query;
    for (int i = 0; i < 60; ++i)
        query += "w" + std::string(1, static_cast<char>('a' + i % 26)) + std::to_string(i) + ' ';

    REQUIRE(variants_of(query).size() == variants_max);
}

TEST_CASE("words are looked for however they are joined", "[index][search]") {
    const auto [text, query] = GENERATE(table<std::string, std::string>({
        {"coexpression of genes", "co-expression"},
        {"coexpressions of genes", "co expression"},
        {"A microRNA", "micro RNA"},
        {"given IL6 early", "IL-6"},
        {"given IL-6 early", "IL6"},
        {"given IL 6 early", "il6"},
    }));
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk(text));

    REQUIRE(fixture.found(query) == Texts{text});
}

TEST_CASE("words with a slip are looked for however they are joined", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("the grey heron"));
    fixture.add(fixture.entry("b.txt"), one_chunk("a greyheron"));

    CHECK(fixture.found("greyy heronn") == Texts{"the grey heron", "a greyheron"});
    CHECK(fixture.found("heronn herron") == Texts{"the grey heron"});
}

TEST_CASE("what is written as it was asked for comes first", "[index][search]") {
    GenerationFixture fixture;
    fixture.add(fixture.entry("a.txt"), one_chunk("given IL 6 early"));
    fixture.add(fixture.entry("b.txt"), one_chunk("given some IL6 early"));

    REQUIRE(fixture.found("IL6") == Texts{"given some IL6 early", "given IL 6 early"});
}

}  // namespace
}  // namespace ingestd::index
