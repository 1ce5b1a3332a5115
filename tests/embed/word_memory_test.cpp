#include "../../src/embed/word_memory.hpp"

#include <string>

namespace ingestd::embed {
namespace {

TEST_CASE("a word that was kept is known, another is not", "[embed][word_memory]") {
    WordMemory memory;
    CHECK_FALSE(memory.find("heron"));
    memory.keep("heron", {.hash = 7, .is_stop_word = false});
    memory.keep("the", {.hash = 0, .is_stop_word = true});
    REQUIRE(memory.find("heron"));
    CHECK(memory.find("heron")->hash == 7);
    CHECK_FALSE(memory.find("heron")->is_stop_word);
    CHECK(memory.find("the")->is_stop_word);
    CHECK_FALSE(memory.find("herons"));
    CHECK_FALSE(memory.find("hero"));
}

TEST_CASE(
    "of words in one slot the newest is known, none under another's name", "[embed][word_memory]"
) {
    WordMemory memory;
    const std::uint64_t count = 3 * WordMemory::slots;
    const auto word = [](std::uint64_t i) { return "word" + std::to_string(i); };
    for (std::uint64_t i = 0; i < count; ++i) memory.keep(word(i), {.hash = i});
    std::size_t known = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto* feature = memory.find(word(i));
        if (!feature) continue;
        ++known;
        CHECK(feature->hash == i);
    }
    CHECK(known > WordMemory::slots / 2);
    CHECK(known <= WordMemory::slots);
}

TEST_CASE("words that are empty or too long are not kept", "[embed][word_memory]") {
    WordMemory memory;
    const std::string longest(WordMemory::bytes_max, 'a');
    memory.keep("", {.hash = 1});
    memory.keep(longest + 'a', {.hash = 2});
    CHECK_FALSE(memory.find(""));
    CHECK_FALSE(memory.find(longest + 'a'));
    memory.keep(longest, {.hash = 3});
    CHECK(memory.find(longest)->hash == 3);
}

}  // namespace
}  // namespace ingestd::embed
