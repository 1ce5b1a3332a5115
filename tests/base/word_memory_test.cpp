#include <algorithm>
#include <string>
#include <vector>

#include <ingestd/base/word_memory.hpp>

#include "support/catch.hpp"

namespace ingestd {
namespace {

using Memory = WordMemory<std::uint64_t, 1024>;

TEST_CASE("a word that was kept is known, another is not", "[base][word_memory]") {
    Memory memory;
    CHECK(memory.is_empty());
    CHECK(memory.find("heron") == nullptr);
    memory.keep("heron", 7);
    memory.keep("the", 9);
    CHECK_FALSE(memory.is_empty());
    REQUIRE(memory.find("heron"));
    CHECK(*memory.find("heron") == 7);
    CHECK(*memory.find("the") == 9);
    CHECK(memory.find("herons") == nullptr);
    CHECK(memory.find("hero") == nullptr);
    memory.keep("heron", 8);
    CHECK(*memory.find("heron") == 8);
}

TEST_CASE(
    "of words in one slot the newest is known, none under another's name", "[base][word_memory]"
) {
    Memory memory;
    const std::uint64_t count = 3 * Memory::slots;
    const auto word = [](std::uint64_t i) { return "word" + std::to_string(i); };
    for (std::uint64_t i = 0; i < count; ++i) {
        memory.keep(word(i), i);
        REQUIRE(*memory.find(word(i)) == i);
    }
    std::size_t known = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto* value = memory.find(word(i));
        if (!value) continue;
        ++known;
        CHECK(*value == i);
    }
    CHECK(known > Memory::slots / 2);
    CHECK(known <= Memory::slots);
}

TEST_CASE("words that are empty or too long are not kept", "[base][word_memory]") {
    Memory memory;
    const std::string longest(Memory::bytes_max, 'a');
    memory.keep("", 1);
    memory.keep(longest + 'a', 2);
    CHECK(memory.find("") == nullptr);
    CHECK(memory.find(longest + 'a') == nullptr);
    memory.keep(longest, 3);
    REQUIRE(memory.find(longest));
    CHECK(*memory.find(longest) == 3);
    CHECK(memory.find("") == nullptr);
}

TEST_CASE("each byte of a word counts, and where it stands", "[base][word_memory]") {
    for (std::size_t size = 1; size <= WordKey::bytes_max; ++size) {
        const std::string zeros(size, '\0');
        std::vector<WordKey> keys{WordKey{zeros}};
        for (std::size_t at = 0; at < size; ++at) {
            for (const char byte : {'\x01', '\x80', '\xFF'}) {
                auto word = zeros;
                word[at] = byte;
                keys.emplace_back(word);
            }
        }
        if (size < WordKey::bytes_max) keys.emplace_back(zeros + '\0');
        keys.emplace_back(std::string_view{zeros}.substr(1));
        for (std::size_t i = 0; i < keys.size(); ++i) {
            CAPTURE(size, i);
            CHECK(std::ranges::count(keys, keys[i]) == 1);
        }
    }
}

}  // namespace
}  // namespace ingestd
