// What holds for every document and every setting, checked against ICU and against a plain reading
// of the contract, never against the chunker's own tables.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/utf8.hpp>
#include <ingestd/chunk/chunker.hpp>
#include <ingestd/chunk/token_count.hpp>
#include <ingestd/document/block.hpp>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "support/catch.hpp"

namespace ingestd::chunk::test {

struct Chunked {
    std::vector<Chunk> chunks;
    std::vector<PageRange> pages;
    std::string first_heading;
    std::uint64_t text_bytes = 0;
};

inline Chunked chunk_all(
    const std::vector<Block>& blocks, ChunkingOptions options, const TokenCounter& counter = {}
) {
    Chunker chunker{options, {.counter = counter}};
    Chunked result;
    const auto keep = [&result](std::vector<Chunk> chunks) {
        for (Chunk& chunk : chunks) result.chunks.push_back(std::move(chunk));
    };
    for (const Block& block : blocks) keep(chunker.push(block));
    keep(chunker.finish());
    result.pages = chunker.pages();
    result.first_heading = chunker.first_heading();
    result.text_bytes = chunker.text_bytes();
    return result;
}

inline std::string text_of(const std::vector<Block>& blocks) {
    std::string text;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (i > 0) text += separator_text(blocks[i].before);
        text += blocks[i].text;
    }
    return text;
}

inline bool is_white_space(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (!u_isUWhiteSpace(static_cast<UChar32>(utf8::next(text, at)))) return false;
    }
    return true;
}

// ICU's grapheme clusters of a whole text.
class Graphemes {
public:
    explicit Graphemes(std::string_view text) {
        UErrorCode error = U_ZERO_ERROR;
        UText view = UTEXT_INITIALIZER;
        utext_openUTF8(&view, text.data(), static_cast<std::int64_t>(text.size()), &error);
        UBreakIterator* breaks = ubrk_open(UBRK_CHARACTER, "en", nullptr, 0, &error);
        ubrk_setUText(breaks, &view, &error);
        REQUIRE(U_SUCCESS(error));
        for (auto at = ubrk_first(breaks); at != UBRK_DONE; at = ubrk_next(breaks)) {
            begins_.push_back(static_cast<std::size_t>(at));
        }
        ubrk_close(breaks);
        utext_close(&view);
    }

    // The cluster that `at` cuts; empty where it cuts none.
    std::string_view cut_by(std::string_view text, std::size_t at) const {
        const auto after = std::lower_bound(begins_.begin(), begins_.end(), at);
        if (after == begins_.end() || *after == at) return {};
        return text.substr(*std::prev(after), *after - *std::prev(after));
    }

    std::size_t begin_before(std::size_t at) const {
        return *std::prev(std::lower_bound(begins_.begin(), begins_.end(), at));
    }
    std::size_t begin_after(std::size_t at) const {
        return *std::upper_bound(begins_.begin(), begins_.end(), at);
    }

private:
    std::vector<std::size_t> begins_;
};

// Whether the white space around a chunk of nothing else does not fit into one with the character
// before it, the one behind it and its white space, or with both; or is part of a character that
// had to be cut.
inline bool is_wide_gap(
    const Graphemes& graphemes,
    const std::string& text,
    ByteRange range,
    std::uint32_t max,
    const TokenCounter& counter
) {
    const auto is_space = [&](std::size_t from, std::size_t to) {
        return is_white_space(text.substr(from, to - from));
    };
    auto begin = static_cast<std::size_t>(range.begin), end = static_cast<std::size_t>(range.end);
    if (!graphemes.cut_by(text, begin).empty() || !graphemes.cut_by(text, end).empty()) return true;
    const auto before = [&] { return graphemes.begin_before(begin); };
    const auto after = [&] { return graphemes.begin_after(end); };
    while (begin > 0 && is_space(before(), begin)) begin = before();
    while (end < text.size() && is_space(end, after())) end = after();
    const auto from = begin > 0 ? before() : begin;
    const auto gap_end = end;
    if (end < text.size()) end = after();
    while (end < text.size() && is_space(end, after())) end = after();
    const auto fits = [&](std::size_t first, std::size_t last) {
        return counter(text.substr(first, last - first)) <= max;
    };
    return !fits(from, end) || !fits(from, gap_end) || !fits(begin, end);
}

inline bool is_one_code_point(std::string_view text) {
    std::size_t at = 0;
    return !text.empty() && (utf8::next(text, at), at == text.size());
}

inline void check_places(
    const Chunked& result,
    const std::string& text,
    ChunkingOptions options,
    const TokenCounter& count
) {
    const Graphemes graphemes{text};
    std::uint64_t covered = 0, begin_before = 0;
    for (std::size_t i = 0; i < result.chunks.size(); ++i) {
        const Chunk& chunk = result.chunks[i];
        CAPTURE(i, chunk.range.begin, chunk.range.end, chunk.text);
        REQUIRE(chunk.position == i);
        REQUIRE(chunk.range.begin < chunk.range.end);
        REQUIRE(chunk.range.end <= text.size());
        REQUIRE(chunk.text == text.substr(chunk.range.begin, chunk.range.size()));
        REQUIRE(utf8::is_valid(chunk.text));
        REQUIRE(chunk.range.begin <= covered);
        REQUIRE(chunk.range.end > covered);
        if (i > 0) REQUIRE(chunk.range.begin > begin_before);
        const auto early = text.substr(chunk.range.begin, covered - chunk.range.begin);
        REQUIRE(count(early) <= options.overlap_tokens);
        for (const auto at : {chunk.range.begin, chunk.range.end}) {
            const auto cut = graphemes.cut_by(text, at);
            CAPTURE(cut);
            REQUIRE((cut.empty() || count(cut) > options.max_tokens));
        }
        begin_before = chunk.range.begin;
        covered = chunk.range.end;
    }
    REQUIRE(covered == text.size());
}

inline void check_invariants(
    const std::vector<Block>& blocks, ChunkingOptions options, const TokenCounter& counter = {}
) {
    const std::string text = text_of(blocks);
    const Chunked result = chunk_all(blocks, options, counter);
    const TokenCounter count = counter ? counter : TokenCounter{count_tokens};
    if (options.strategy == ChunkingStrategy::none) options.max_tokens = chunk_tokens_max;
    CAPTURE(options.max_tokens, options.overlap_tokens, text);
    REQUIRE(result.text_bytes == text.size());
    check_places(result, text, options, count);
    const Graphemes graphemes{text};
    for (const Chunk& chunk : result.chunks) {
        CAPTURE(chunk.text);
        REQUIRE(chunk.tokens == count(chunk.text));
        REQUIRE((chunk.tokens <= options.max_tokens || (counter && is_one_code_point(chunk.text))));
        // Below what an upload may ask for, a space can be all that fits.
        if (counter && options.max_tokens < chunk_tokens_min) continue;
        if (is_white_space(text) || !is_white_space(chunk.text)) continue;
        REQUIRE((counter && is_wide_gap(graphemes, text, chunk.range, options.max_tokens, counter))
        );
    }
}

}  // namespace ingestd::chunk::test
