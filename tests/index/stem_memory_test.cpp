#include "../../src/index/stem_memory.hpp"

#include <string>

#include "../../src/index/stemmers.hpp"

namespace ingestd::index {
namespace {

TEST_CASE("a stem that was kept is found, another word's is not", "[index][stem_memory]") {
    StemMemory memory;
    CHECK_FALSE(memory.find("herons"));
    memory.keep("herons", "heron");
    CHECK(memory.find("herons") == "heron");
    CHECK_FALSE(memory.find("heron"));
    CHECK_FALSE(memory.find("heronsx"));
    CHECK_FALSE(memory.find(""));
}

TEST_CASE(
    "of words in one slot the newest is known, each only by its own name", "[index][stem_memory]"
) {
    StemMemory memory;
    const auto word = [](std::size_t i) { return "word" + std::to_string(i); };
    const auto count = 3 * StemMemory::slots;
    for (std::size_t i = 0; i < count; ++i) {
        memory.keep(word(i), "stem" + std::to_string(i));
        REQUIRE(memory.find(word(i)) == "stem" + std::to_string(i));
    }
    std::size_t known = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto stem = memory.find(word(i));
        if (!stem) continue;
        ++known;
        CHECK(*stem == "stem" + std::to_string(i));
    }
    CHECK(known > StemMemory::slots / 2);
    CHECK(known <= StemMemory::slots);
}

TEST_CASE("what is longer than a slot, or empty, is not kept", "[index][stem_memory]") {
    StemMemory memory;
    const std::string longest(StemMemory::bytes_max, 'a');
    memory.keep(longest + 'a', "a");
    CHECK_FALSE(memory.find(longest + 'a'));
    memory.keep("b", longest + 'a');
    CHECK_FALSE(memory.find("b"));
    memory.keep(longest, longest);
    CHECK(memory.find(longest) == longest);
    memory.keep("", "a");
    CHECK_FALSE(memory.find(""));
    memory.keep("c", "");
    CHECK(memory.find("c") == "");
}

TEST_CASE("asked again, and in another language, a word has its own stem", "[index][stem_memory]") {
    Stemmers stemmers;
    const bool remembers = GENERATE(true, false);
    for (int i = 0; i < 2; ++i) {
        CHECK(stemmers.stem("en", "generations", remembers) == "generat");
        CHECK(stemmers.stem("de", "generationen", remembers) == "generation");
        CHECK(stemmers.stem("de", "generations", remembers) == "generation");
        CHECK(stemmers.stem("zh", "generations", remembers) == "generations");
    }
    CHECK(stemmers.remember_some() == remembers);
}

}  // namespace
}  // namespace ingestd::index
