#include <ingestd/chunk/token_count.hpp>
#include <ingestd/search/context_text.hpp>

#include "support/catch.hpp"

namespace ingestd::search {
namespace {

// The text of a document from which hits are cut.
const std::string text =
    "The heron stands still. It waits for fish. The badger digs at night. It sleeps by day. "
    "Nobody sees the owl. It hears a mouse under snow.";

const DocumentId first_document = document_id("letters", "a");
const DocumentId second_document = document_id("letters", "b");

SearchHit hit(
    const DocumentId& document, std::uint64_t position, std::uint64_t begin, std::uint64_t end
) {
    SearchHit found;
    found.document_id = document;
    found.chunk_id = chunk_id(document, position);
    found.filename = "animals.txt";
    found.chunk.position = position;
    found.chunk.range = {begin, end};
    found.chunk.text = text.substr(begin, end - begin);
    return found;
}

Neighbour neighbour(
    const SearchHit& of, std::uint64_t position, std::uint64_t begin, std::uint64_t end
) {
    return {
        .id = chunk_id(of.document_id, position),
        .position = position,
        .range = {begin, end},
        .text = text.substr(begin, end - begin)};
}

// Every citation names exactly its part of the text.
void check_ranges(const ContextText& context) {
    for (const auto& citation : context.citations)
        CHECK(
            context.text.find(text.substr(citation.range.begin, citation.range.size())) !=
            std::string::npos
        );
}

TEST_CASE("passages are numbered in the order of their rank", "[search][context]") {
    const std::vector hits{hit(second_document, 2, 43, 68), hit(first_document, 0, 0, 23)};

    const auto context = write_context(hits, 1'000);

    CHECK(
        context.text ==
        "[1] animals.txt\nThe badger digs at night.\n\n[2] animals.txt\nThe heron stands still."
    );
    CHECK(context.tokens == chunk::count_tokens(context.text));
    REQUIRE(context.citations.size() == 2);
    CHECK(context.citations[0].number == 1);
    CHECK(context.citations[0].document_id == second_document);
    CHECK(context.citations[0].chunk_ids == std::vector{chunk_id(second_document, 2)});
    CHECK(context.citations[1].range == ByteRange{0, 23});
    check_ranges(context);
}

TEST_CASE("a passage is headed by title, page and headings", "[search][context]") {
    auto found = hit(first_document, 0, 0, 23);
    const auto [title, page, page_end, headings, line] = GENERATE(
        table<std::string, std::uint32_t, std::uint32_t, std::vector<std::string>, std::string>({
            {"", 0, 0, {}, "[1] animals.txt\n"},
            {"On animals", 3, 3, {}, "[1] On animals, page 3\n"},
            {"On animals",
             3,
             4,
             {"Birds", "Herons"},
             "[1] On animals, pages 3-4, Birds > Herons\n"},
            {"On animals", 0, 0, {"On animals", "Birds"}, "[1] On animals, Birds\n"},
            {"On\n[2] animals", 0, 0, {"a\r\n\tb"}, "[1] On [2] animals, a b\n"},
        })
    );
    found.title = title;
    found.chunk.page = page;
    found.chunk.page_end = page_end;
    found.chunk.headings = headings;

    CHECK(write_context(std::vector{found}, 1'000).text == line + "The heron stands still.");
}

TEST_CASE("passages that touch are one, and nothing is there twice", "[search][context]") {
    // The third overlaps with the first, the fourth touches the third, the second is apart.
    const std::vector hits{
        hit(first_document, 1, 24, 68),
        hit(first_document, 5, 109, 136),
        hit(first_document, 2, 43, 87),
        hit(first_document, 3, 87, 108),
        hit(second_document, 0, 0, 23)};

    const auto context = write_context(hits, 1'000);

    REQUIRE(context.citations.size() == 3);
    CHECK(context.citations[0].range == ByteRange{24, 108});
    CHECK(context.citations[0].chunk_ids.size() == 3);
    CHECK(context.citations[1].range == ByteRange{109, 136});
    CHECK(context.citations[2].document_id == second_document);
    check_ranges(context);
    const auto badger = context.text.find("badger");
    CHECK(context.text.find("badger", badger + 1) == std::string::npos);
}

TEST_CASE("a passage that lies between two makes them one", "[search][context]") {
    const std::vector hits{
        hit(first_document, 2, 43, 68),
        hit(first_document, 0, 0, 24),
        hit(first_document, 1, 20, 50)};

    const auto context = write_context(hits, 1'000);

    REQUIRE(context.citations.size() == 1);
    CHECK(context.citations[0].range == ByteRange{0, 68});
    CHECK(context.text == "[1] animals.txt\n" + text.substr(0, 68));
}

TEST_CASE("what stands beside a hit belongs to its passage", "[search][context]") {
    auto found = hit(first_document, 2, 43, 68);
    found.before = {neighbour(found, 0, 0, 24), neighbour(found, 1, 24, 43)};
    found.after = {neighbour(found, 3, 68, 87)};

    const auto context = write_context(std::vector{found}, 1'000);

    REQUIRE(context.citations.size() == 1);
    CHECK(context.citations[0].range == ByteRange{0, 87});
    CHECK(context.citations[0].chunk_ids.front() == chunk_id(first_document, 0));
    CHECK(context.citations[0].chunk_ids.size() == 4);
    check_ranges(context);
    // Without room for them the hit comes alone.
    const auto alone = write_context(std::vector{found}, 15);
    CHECK(alone.text == "[1] animals.txt\nThe badger digs at night.");
}

TEST_CASE("a text for a prompt never has more tokens than it may", "[search][context]") {
    auto first = hit(first_document, 2, 43, 87);
    first.title = "Animals of the night";
    first.after = {neighbour(first, 3, 87, 108)};
    const std::vector hits{
        first,
        hit(second_document, 0, 0, 23),
        hit(first_document, 4, 108, 136),
        hit(second_document, 1, 20, 43)};
    std::size_t citations = 0;
    for (std::uint32_t tokens = 0; tokens < 120; ++tokens) {
        const auto context = write_context(hits, tokens);
        CAPTURE(tokens, context.text);
        REQUIRE(chunk::count_tokens(context.text) <= tokens);
        REQUIRE(context.tokens == chunk::count_tokens(context.text));
        citations = std::max(citations, context.citations.size());
        check_ranges(context);
    }
    CHECK(citations == 2);
    CHECK(write_context(hits, 3).text.empty());
    CHECK(write_context({}, 100).text.empty());
}

// Long texts have more than their parts together, which no bound may rely on.
TEST_CASE("nor more than it may by another way to count", "[search][context]") {
    const CountTokens count = [](std::string_view counted) {
        return static_cast<std::uint32_t>(counted.size() / 3 + counted.size() / 20);
    };
    auto first = hit(first_document, 2, 43, 87);
    first.after = {neighbour(first, 3, 87, 108)};
    const std::vector hits{first, hit(second_document, 0, 0, 23), hit(first_document, 4, 108, 136)};
    std::size_t citations = 0;
    for (std::uint32_t tokens = 0; tokens < 120; ++tokens) {
        const auto context = write_context(hits, tokens, count);
        CAPTURE(tokens, context.text);
        REQUIRE(context.tokens == count(context.text));
        REQUIRE(context.tokens <= tokens);
        citations = std::max(citations, context.citations.size());
        check_ranges(context);
    }
    CHECK(citations == 2);
}

TEST_CASE("a first hit that is too long is cut where a word ends", "[search][context]") {
    const auto context = write_context(std::vector{hit(first_document, 0, 0, 136)}, 15);

    CHECK(context.text == "[1] animals.txt\nThe heron stands still. It waits for");
    REQUIRE(context.citations.size() == 1);
    CHECK(context.citations[0].range == ByteRange{0, 36});
}

TEST_CASE("a text without blanks is cut between characters", "[search][context]") {
    auto found = hit(first_document, 0, 0, 0);
    for (int i = 0; i < 50; ++i) found.chunk.text += "鷺";
    found.chunk.range = {0, 150};

    const auto context = write_context(std::vector{found}, 20);

    CHECK(context.tokens == 20);
    CHECK(context.citations[0].range.size() % 3 == 0);
}

}  // namespace
}  // namespace ingestd::search
