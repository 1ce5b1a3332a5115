#include <numeric>

#include <ingestd/chunk/chunker.hpp>

#include "invariants.hpp"

using namespace ingestd;
using namespace ingestd::chunk::test;
using Texts = std::vector<std::string>;

namespace {

Block paragraph(std::string text, std::uint32_t page = 0) {
    return {.kind = BlockKind::paragraph, .page = page, .text = std::move(text)};
}
Block heading(std::uint8_t level, std::string text) {
    return {.kind = BlockKind::heading, .level = level, .text = std::move(text)};
}
Block row(std::string text) {
    return {.kind = BlockKind::table_row, .before = Separator::line, .text = std::move(text)};
}
Block more(std::string text) {
    return {.kind = BlockKind::paragraph, .before = Separator::none, .text = std::move(text)};
}

Texts texts_of(const std::vector<Block>& blocks, ChunkingOptions options) {
    Texts texts;
    for (const Chunk& chunk : chunk_all(blocks, options).chunks) texts.push_back(chunk.text);
    return texts;
}

std::vector<Texts> paths_of(const std::vector<Block>& blocks, ChunkingOptions options) {
    std::vector<Texts> paths;
    for (const Chunk& chunk : chunk_all(blocks, options).chunks) paths.push_back(chunk.headings);
    return paths;
}

// n words of one token each.
std::string words(std::size_t n, const std::string& word = "word") {
    std::string text = word;
    for (std::size_t i = 1; i < n; ++i) text += " " + word;
    return text;
}

std::string times(std::string_view part, std::size_t n) {
    std::string text;
    for (std::size_t i = 0; i < n; ++i) text += part;
    return text;
}

constexpr ChunkingOptions tokens(std::uint32_t max, std::uint32_t overlap = 0) {
    return {.max_tokens = max, .overlap_tokens = overlap};
}

}  // namespace

TEST_CASE("a reader that takes less than was asked for has its way", "[chunk][counter]") {
    const auto strategy = GENERATE(ChunkingStrategy::structure, ChunkingStrategy::none);
    chunk::Chunker chunker{
        {.max_tokens = 256, .overlap_tokens = 0, .strategy = strategy}, {.max_tokens = 20}};
    auto chunks = chunker.push(paragraph(words(100)));
    for (auto& chunk : chunker.finish()) chunks.push_back(std::move(chunk));

    REQUIRE(chunks.size() == 5);
    for (const auto& chunk : chunks) CHECK(chunk.tokens == 20);
}

TEST_CASE("a document of nothing has no chunk, one of white space has one", "[chunk]") {
    CHECK(texts_of({}, tokens(16)).empty());
    CHECK(texts_of({paragraph(" \n "), paragraph("\t")}, tokens(16)) == Texts{" \n \n\n\t"});
}

TEST_CASE(
    "the first block's separator is no text, later ones end the chunk before them", "[chunk]"
) {
    const auto texts =
        texts_of({paragraph("one two three"), paragraph("four five six")}, tokens(4));
    CHECK(texts == Texts{"one two three\n\n", "four five six"});
}

TEST_CASE("short paragraphs share a chunk", "[chunk]") {
    CHECK(
        texts_of({paragraph("one"), paragraph("two"), paragraph("six")}, tokens(16)) ==
        Texts{"one\n\ntwo\n\nsix"}
    );
}

TEST_CASE("a paragraph that fits into a chunk is kept whole", "[chunk]") {
    const auto long_one = words(16, "long");
    CHECK(
        texts_of({paragraph("one"), paragraph(long_one)}, tokens(16)) == Texts{"one\n\n", long_one}
    );
}

TEST_CASE(
    "a paragraph that fits is kept whole also where the overlap must shrink for it",
    "[chunk][overlap]"
) {
    const auto texts =
        texts_of({paragraph(words(16, "abc")), paragraph(words(14, "long"))}, tokens(16, 8));
    CHECK(texts == Texts{words(16, "abc") + "\n\n", "abc abc\n\n" + words(14, "long")});
}

TEST_CASE("a longer paragraph is cut at sentences", "[chunk]") {
    const std::string text = "One two six ten. Red tan sky gray. Cat dog cow bird.";
    CHECK(
        texts_of({paragraph(text)}, tokens(11)) ==
        Texts{"One two six ten. Red tan sky gray. ", "Cat dog cow bird."}
    );
}

TEST_CASE("abbreviations, initials and numbers in a list end no sentence", "[chunk]") {
    const auto first =
        GENERATE(as<std::string>{}, "We saw Dr. ", "It was J. ", "We met (e.g. ", "See Fig. ");
    const std::string text = "Cat dog cow bird. " + first + "Who ran off and off.";
    CAPTURE(text);
    CHECK(texts_of({paragraph(text)}, tokens(10)).front() == "Cat dog cow bird. ");
}

TEST_CASE(
    "a sentence that is too long is cut at words, a word that is too long within", "[chunk]"
) {
    CHECK(texts_of({paragraph(words(5))}, tokens(3)) == Texts{"word word word ", "word word"});
    CHECK(
        texts_of({paragraph(std::string(20, 'x'))}, tokens(2)) == Texts{"xxxxxxxxxxxxxxxx", "xxxx"}
    );
}

TEST_CASE("words of scripts without spaces are found by dictionary", "[chunk]") {
    const auto thai = texts_of({paragraph("ภาษาไทยภาษาไทยภาษาไทยภาษาไทย")}, tokens(3));
    for (const auto& text : thai) CHECK((text.starts_with("ภาษา") || text.starts_with("ไทย")));
    CHECK(thai.size() > 2);
    CHECK(
        texts_of({paragraph("これは本です。私は学生です。")}, tokens(9)) ==
        Texts{"これは本です。", "私は学生です。"}
    );
}

TEST_CASE("a grapheme longer than a chunk is cut between code points", "[chunk]") {
    const auto texts = texts_of({paragraph("e" + times("\u0301", 20))}, tokens(4));
    CHECK(texts.size() > 1);
    for (const auto& text : texts) CHECK(utf8::is_valid(text));
}

TEST_CASE("table rows are kept whole where they fit", "[chunk]") {
    const auto texts = texts_of({row("a\tb\tc"), row("d\te\tf"), row("g\th\ti")}, tokens(7));
    CHECK(texts == Texts{"a\tb\tc\nd\te\tf\n", "g\th\ti"});
}

TEST_CASE("code is cut at its lines", "[chunk]") {
    Block code{.kind = BlockKind::code, .text = "int a = 1;\nint b = 2;\nint c = 3;\n"};
    CHECK(texts_of({code}, tokens(12)) == Texts{"int a = 1;\nint b = 2;\n", "int c = 3;\n"});
}

TEST_CASE("text that brings its own line ends is cut at its empty lines", "[chunk]") {
    CHECK(
        texts_of({paragraph("one two\n\nsix"), more(" ten\n\n"), more("red")}, tokens(4)) ==
        Texts{"one two\n\nsix ten\n\n", "red"}
    );
    CHECK(
        texts_of({paragraph("one two\n\nsix"), more(" ten\n\n"), more("red")}, tokens(3)) ==
        Texts{"one two\n\n", "six ten\n\nred"}
    );
}

TEST_CASE("a heading begins a chunk and belongs to it", "[chunk][heading]") {
    const auto texts = texts_of(
        {paragraph("one"),
         heading(1, "First"),
         paragraph("two"),
         heading(1, "Next"),
         paragraph("six")},
        tokens(64, 16)
    );
    CHECK(texts == Texts{"one\n\n", "First\n\ntwo\n\n", "Next\n\nsix"});
}

TEST_CASE(
    "a title stays with the first heading below it, headings of one rank part", "[chunk][heading]"
) {
    CHECK(
        texts_of({heading(1, "Title"), heading(2, "Part"), paragraph("one")}, tokens(64)) ==
        Texts{"Title\n\nPart\n\none"}
    );
    CHECK(
        texts_of({heading(1, "Red"), heading(1, "Blue"), paragraph("one")}, tokens(64)) ==
        Texts{"Red\n\n", "Blue\n\none"}
    );
}

TEST_CASE("a heading is not left alone by a paragraph that is too long", "[chunk][heading]") {
    const auto texts = texts_of({heading(1, "Head"), paragraph(words(16))}, tokens(16));
    CHECK(texts == Texts{"Head\n\n" + words(15) + " ", "word"});
}

TEST_CASE(
    "a heading replaces those of its own level and deeper ones in the path", "[chunk][heading]"
) {
    const auto paths = paths_of(
        {paragraph("zero"),
         heading(1, "A"),
         paragraph("one"),
         heading(2, "B"),
         paragraph("two"),
         heading(3, "C"),
         paragraph("six"),
         heading(2, "D"),
         paragraph("ten"),
         heading(1, "E"),
         paragraph("end")},
        tokens(64)
    );
    CHECK(paths == std::vector<Texts>{{}, {"A"}, {"A", "B"}, {"A", "B", "C"}, {"A", "D"}, {"E"}});
}

TEST_CASE(
    "every chunk of a section has its path, also when a later heading has been pushed",
    "[chunk][heading]"
) {
    const auto paths =
        paths_of({heading(1, "A"), paragraph(words(20)), heading(2, "B")}, tokens(16));
    CHECK(paths == std::vector<Texts>{{"A"}, {"A"}, {"A", "B"}});
}

TEST_CASE("headings are shown folded and bounded", "[chunk][heading]") {
    CHECK(paths_of({heading(1, "  One \n  two ")}, tokens(16)) == std::vector<Texts>{{"One two"}});
    const auto long_one = paths_of({heading(1, times("é", 5000))}, tokens(8000)).front().front();
    CHECK(long_one.size() <= 240);
    CHECK(long_one.ends_with("…"));
    CHECK(utf8::is_valid(long_one));
    CHECK(
        chunk_all({heading(2, " "), heading(2, "Real"), heading(1, "Later")}, {}).first_heading ==
        "Real"
    );
}

TEST_CASE("the overlap begins at a sentence, else at a word", "[chunk][overlap]") {
    const std::string text = "One two six ten. Red tan sky. Cat dog cow bird fox. Hen";
    CHECK(
        texts_of({paragraph(text)}, tokens(10, 5)) ==
        Texts{
            "One two six ten. Red tan sky. ",
            "Red tan sky. Cat dog cow bird fox. ",
            "dog cow bird fox. Hen"}
    );
    CHECK(texts_of({paragraph(words(9))}, tokens(6, 2)) == Texts{words(6) + " ", words(5)});
}

TEST_CASE("an overlap of half a chunk and more is taken as half", "[chunk][overlap]") {
    const auto text = paragraph(words(100));
    const auto half = texts_of({text}, tokens(10, 5));
    CHECK(half[1] == words(10) + " ");
    CHECK(half.size() == 19);
    CHECK(texts_of({text}, tokens(10, 9)) == half);
    CHECK(texts_of({text}, tokens(10, 4'000'000'000)) == half);
}

TEST_CASE("a page begins a chunk, so that a citation names one page", "[chunk][page]") {
    const auto result = chunk_all(
        {paragraph("one", 1), paragraph("two", 2), paragraph(words(16), 4), paragraph("end", 3)},
        tokens(16)
    );
    std::vector<std::uint32_t> begins, ends;
    for (const auto& chunk : result.chunks) {
        begins.push_back(chunk.page);
        ends.push_back(chunk.page_end);
    }
    CHECK(begins == std::vector<std::uint32_t>{1, 2, 4, 4});
    CHECK(ends == begins);
    const auto last = 10 + words(16).size();
    CHECK(
        result.pages ==
        std::vector<PageRange>{{1, {0, 5}}, {2, {5, 10}}, {3, {10, 10}}, {4, {10, last + 5}}}
    );
}

TEST_CASE("a paragraph that runs over a page's end is cut there", "[chunk][page]") {
    Block rest = more("goes on");
    rest.page = 8;
    const auto result = chunk_all({paragraph("It ", 7), rest}, tokens(16));
    REQUIRE(result.chunks.size() == 2);
    CHECK(result.chunks[0].page == 7);
    CHECK(result.chunks[1].page == 8);
    CHECK(result.chunks[1].text == "goes on");
}

TEST_CASE("a format without pages has none", "[chunk][page]") {
    const auto result = chunk_all({paragraph("one")}, {});
    CHECK(result.chunks[0].page == 0);
    CHECK(result.pages.empty());
}

TEST_CASE("page numbers out of all measure cost no memory", "[chunk][page]") {
    const auto result =
        chunk_all({paragraph("one", 4'000'000'000), paragraph("two", 4'000'000'002)}, {});
    CHECK(result.pages.size() == 3);
}

TEST_CASE("a long run of white space is cut, and holds no chunk back", "[chunk]") {
    const std::vector<Block> blocks(20, more(std::string(block_text_max, ' ')));
    chunk::Chunker chunker{tokens(16)};
    chunker.push(paragraph("word"));
    std::size_t chunks = 0;
    for (const Block& block : blocks) chunks += chunker.push(block).size();
    CHECK(chunks >= 3);
    for (const Chunk& chunk : chunker.finish()) CHECK(chunk.text.size() <= 256_KiB);
}

TEST_CASE("chunks come while a line without any space still goes on", "[chunk]") {
    chunk::Chunker chunker{tokens(256)};
    const std::string part(block_text_max, 'x');
    std::size_t bytes = 0;
    for (int i = 0; i < 8; ++i) {
        for (const Chunk& chunk : chunker.push(more(part))) bytes += chunk.text.size();
        CHECK(bytes + 4_KiB >= chunker.text_bytes());
    }
}

TEST_CASE("by sentence and fixed, headings and pages begin no chunk", "[chunk][strategy]") {
    const std::vector<Block> blocks{
        heading(1, "Title"),
        paragraph("One two. Three four five.", 1),
        heading(1, "Next"),
        paragraph("Six seven eight. Nine ten eleven twelve.", 2)};
    const auto by = [&](ChunkingStrategy strategy, std::uint32_t max) {
        return texts_of(blocks, {.max_tokens = max, .overlap_tokens = 0, .strategy = strategy});
    };
    CHECK(
        by(ChunkingStrategy::sentence, 10) ==
        Texts{
            "Title\n\nOne two. Three four five.\n\nNext\n\n",
            "Six seven eight. Nine ten eleven twelve."}
    );
    CHECK(
        by(ChunkingStrategy::fixed, 10) ==
        Texts{
            "Title\n\nOne two. Three four five.\n\nNext\n\nSix ",
            "seven eight. Nine ten eleven twelve."}
    );
}

TEST_CASE("by page, a page begins a chunk and a heading does not", "[chunk][strategy]") {
    const auto chunks = chunk_all(
        {paragraph("one", 1),
         {.kind = BlockKind::heading, .level = 1, .page = 1, .text = "Two"},
         paragraph("three", 1),
         paragraph("four", 2)},
        {.max_tokens = 16, .overlap_tokens = 8, .strategy = ChunkingStrategy::page}
    );
    REQUIRE(chunks.chunks.size() == 2);
    CHECK(chunks.chunks[0].text == "one\n\nTwo\n\nthree\n\n");
    CHECK(chunks.chunks[1].text == "four");
    CHECK(chunks.chunks[1].page == 2);
}

TEST_CASE("by none, a document is cut only where a model could not take it", "[chunk][strategy]") {
    const ChunkingOptions none{
        .max_tokens = 16, .overlap_tokens = 8, .strategy = ChunkingStrategy::none};
    CHECK(
        texts_of({heading(1, "One"), paragraph(words(8000)), paragraph("two", 2)}, none).size() == 1
    );
    CHECK(texts_of({paragraph(words(8193))}, none).size() == 2);
}

TEST_CASE(
    "a chunk has the headings above its first word, whatever it goes on with", "[chunk][strategy]"
) {
    const std::vector<Block> blocks{
        heading(1, "A"), paragraph(words(6)), heading(1, "B"), paragraph(words(12))};
    const auto strategy =
        GENERATE(ChunkingStrategy::fixed, ChunkingStrategy::sentence, ChunkingStrategy::page);
    CHECK(
        paths_of(blocks, {.max_tokens = 10, .overlap_tokens = 0, .strategy = strategy}) ==
        (strategy != ChunkingStrategy::fixed ? std::vector<Texts>{{"A"}, {"B"}, {"B"}}
                                             : std::vector<Texts>{{"A"}, {"B"}})
    );
}
