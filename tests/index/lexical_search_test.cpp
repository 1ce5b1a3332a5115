// Which chunks are looked at where there are more than a pass may look at.
#include "../../src/index/lexical_search.hpp"

#include <ingestd/sqlite/transaction.hpp>

#include "../../src/index/row_counts.hpp"
#include "generation_fixture.hpp"

namespace ingestd::index {
namespace {

using Texts = std::vector<std::string>;

// Chunks of one document, the oldest first; what is found of them is told by their rows, from 1.
struct ChunksFixture : GenerationFixture {
    Texts texts;

    void write(std::size_t times, const std::string& text) {
        texts.insert(texts.end(), times, text);
    }

    std::vector<std::int64_t> rows_found(const std::string& query, std::int64_t rows_max) {
        constexpr std::size_t width = 40;
        std::string all;
        for (auto text : texts) {
            text.resize(width, ' ');
            all += text;
        }
        add(entry("a.txt"), cut(all, width));
        auto connection = sqlite::Connection::open(file());
        REQUIRE(connection);
        register_words_tokenizer(*connection);
        register_row_counts(*connection);
        const sqlite::ReadTransaction snapshot{*connection};
        const WordsTokenizer tokenizer{*connection};
        TermCounts counts;
        auto terms = to_query_terms(parse_user_query(query), "en", tokenizer);
        LexicalSearch search{*connection, counts, tokenizer, "en", nullptr, rows_max};
        std::vector<std::int64_t> rows;
        for (const auto& scored : search.find(terms, ordered_min)) rows.push_back(scored.row);
        return rows;
    }
};

// Whether they are the best.
bool begin_with(std::vector<std::int64_t> rows, std::vector<std::int64_t> expected) {
    if (rows.size() < expected.size()) return false;
    rows.resize(expected.size());
    std::ranges::sort(rows);
    return rows == expected;
}

TEST_CASE("of frequent words chunks with all of them are found", "[index][lexical_search]") {
    ChunksFixture chunks;
    chunks.write(4, "a grey heron");
    chunks.write(60, "a heron");
    chunks.write(60, "a grey");

    CHECK(begin_with(chunks.rows_found("grey heron", 20), {1, 2, 3, 4}));
}

TEST_CASE("a rare spelling hides no chunk with all words", "[index][lexical_search]") {
    ChunksFixture chunks;
    chunks.write(4, "a grey heron");
    chunks.write(60, "a heron");
    chunks.write(1, "greyheron");
    chunks.write(60, "a grey");

    CHECK(begin_with(chunks.rows_found("grey heron", 20), {1, 2, 3, 4, 65}));
}

TEST_CASE("a rare abbreviation hides no chunk with all words", "[index][lexical_search]") {
    ChunksFixture chunks;
    chunks.write(3, "a grey heron");
    chunks.write(1, "the grey heron (GH)");
    chunks.write(60, "a heron");
    chunks.write(1, "one GH");
    chunks.write(60, "a grey");

    CHECK(begin_with(chunks.rows_found("grey heron", 20), {1, 2, 3, 4, 65}));
}

TEST_CASE("chunks with all words hide no rare spelling", "[index][lexical_search]") {
    ChunksFixture chunks;
    chunks.write(1, "greyheron greyheron greyheron");
    chunks.write(120, "a grey heron");
    chunks.write(60, "a heron");
    chunks.write(60, "a grey");

    CHECK(begin_with(chunks.rows_found("grey heron", 150), {1}));
}

}  // namespace
}  // namespace ingestd::index
