// A chunk by its id alone, and whether it says what its document's text does.
#include <sqlite3.h>

#include "generation_fixture.hpp"

using namespace ingestd;
using namespace ingestd::index;

TEST_CASE("a chunk is found by its id, with its document", "[index][find_chunk]") {
    GenerationFixture fixture;
    const auto fox = fixture.entry("fox.txt", "fox");
    fixture.add(fixture.entry("a.txt", "a"), one_chunk("Something else."));
    fixture.add(fox, cut("The red fox jumps over the lazy dog, and again, and again.", 20, 5));

    const auto found = fixture.generation->find_chunk({chunk_id(fox.id, 2)});

    REQUIRE(found);
    CHECK(found->chunk.position == 2);
    CHECK(found->chunk.text == "y dog, and again, an");
    CHECK(found->document.id == fox.id);
    CHECK(found->document.key == "fox.txt");
    CHECK(found->is_in_text);
    CHECK(fixture.generation->find_chunk({chunk_id(fox.id, 2), fox.id}));
}

TEST_CASE("an id that no visible chunk has finds none", "[index][find_chunk]") {
    GenerationFixture fixture;
    const auto fox = fixture.entry("fox.txt", "fox");
    fixture.add(fox, one_chunk("The red fox."));
    auto held = fixture.entry("held.txt", "held");
    held.is_held = true;
    fixture.add(held, one_chunk("Not to be seen yet."));

    CHECK_FALSE(fixture.generation->find_chunk({ChunkId::random()}));
    CHECK_FALSE(fixture.generation->find_chunk({chunk_id(fox.id, 1)}));
    CHECK_FALSE(fixture.generation->find_chunk({chunk_id(held.id, 0)}));
    CHECK_FALSE(fixture.generation->find_chunk({chunk_id(held.id, 0), held.id}));
    CHECK_FALSE(fixture.generation->find_chunk({chunk_id(fox.id, 0), held.id}));
    CHECK_FALSE(fixture.generation->find_chunk({chunk_id(fox.id, 0), DocumentId::random()}));
}

TEST_CASE(
    "of two versions of a document the chunks of the newer are found", "[index][find_chunk]"
) {
    GenerationFixture fixture;
    const auto old = fixture.entry("fox.txt", "old");
    fixture.add(old, cut("An old text that is cut into three parts, no less.", 20));
    fixture.add(fixture.entry("fox.txt", "new"), one_chunk("A new text."));

    const auto first = fixture.generation->find_chunk({chunk_id(old.id, 0)});

    REQUIRE(first);
    CHECK(first->chunk.text == "A new text.");
    CHECK_FALSE(fixture.generation->find_chunk({chunk_id(old.id, 1)}));
}

TEST_CASE("what stands around a chunk comes with it", "[index][find_chunk]") {
    GenerationFixture fixture;
    const auto fox = fixture.entry("fox.txt", "fox");
    const std::string text = "The red fox jumps over the lazy dog, and again, and again.";
    fixture.add(fox, cut(text, 20, 5));

    const auto found = fixture.generation->find_chunk({chunk_id(fox.id, 1), fox.id, 5});

    REQUIRE(found);
    std::string whole;
    for (const auto& before : found->before) whole += before.text;
    whole += found->chunk.text;
    for (const auto& after : found->after) whole += after.text;
    CHECK(whole == text);
}

TEST_CASE("each chunk of a document is in its text, however they overlap", "[index][find_chunk]") {
    const std::size_t overlap = GENERATE(0u, 1u, 5u, 15u, 19u);
    GenerationFixture fixture;
    const auto fox = fixture.entry("fox.txt", "fox");
    const auto chunks =
        cut("The red fox jumps over the lazy dog, and again, and again.", 20, overlap);
    fixture.add(fox, chunks);

    for (const auto& chunk : chunks) {
        const auto found = fixture.generation->find_chunk({chunk_id(fox.id, chunk.position)});
        REQUIRE(found);
        CHECK(found->is_in_text);
    }
}

TEST_CASE(
    "a chunk that is not what its document's text says is told apart", "[index][find_chunk]"
) {
    GenerationFixture fixture;
    const auto fox = fixture.entry("fox.txt", "fox");
    fixture.add(fox, cut("The red fox jumps over the lazy dog, and again, and again.", 20, 5));
    fixture.generation.reset();
    const std::string change = GENERATE(
        "UPDATE chunks SET text = 'Y DOG, AND AGAIN, AN' WHERE position = 2",  // not its overlap
        "UPDATE chunks SET text = text || 'x' WHERE position = 2",             // longer
        "UPDATE chunks SET range_begin = range_begin + 6 WHERE position = 2"   // a gap
    );
    sqlite3* file = nullptr;
    REQUIRE(sqlite3_open(fixture.file().c_str(), &file) == SQLITE_OK);
    REQUIRE(sqlite3_exec(file, change.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(file);
    fixture.reopen();

    const auto found = fixture.generation->find_chunk({chunk_id(fox.id, 2)});

    REQUIRE(found);
    CHECK_FALSE(found->is_in_text);
}
