// Blocks in, chunks out, as they stream by.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <ingestd/chunk/token_count.hpp>
#include <ingestd/document/block.hpp>
#include <ingestd/document/chunk.hpp>
#include <ingestd/document/upload_options.hpp>

namespace ingestd::chunk {

// Another whenever the same text may be cut otherwise by the same options and reader: how chunkers
// of this version cut, with which ICU.
std::string cut_version();

// What reads the chunks.
//   counter     of its tokens; empty: the estimate
//   max_tokens  that it reads of a text
struct Reader {
    TokenCounter counter{};
    std::uint32_t max_tokens = chunk_tokens_max;
};

// Cuts a document by its structure, unless another strategy is asked for (upload_options.hpp): a
// heading begins a chunk (one that directly follows a higher heading stays with it), paragraphs,
// list items and table rows are kept whole where they fit, a longer one is cut at sentences, then
// words, then graphemes.
// The extracted text is the blocks' texts with their separators between (the first block's own
// separator is no text). What always holds:
//   - text[range] == chunk.text; chunks cover the text from 0 to its end without a gap
//     (white space belongs to the chunk before it), and begin at most `overlap_tokens` early, at a
//     sentence or word, never before a place where the strategy makes a chunk begin;
//   - by structure and by page, a page begins a chunk, and overlap does not reach back over it: a
//     citation names one page;
//   - tokens <= max_tokens, size <= 256 KiB; no chunk is empty, nor white space alone unless the
//     document is or goes on with more than 64 KiB of it;
//   - no grapheme is cut (a grapheme longer than max_tokens or 64 KiB: no code point);
//   - deterministic: depends on text, structure and options alone, not on the parts in which a
//     paragraph came (a heading comes in one block).
// Strategy `none` takes for max_tokens what the reader takes, and no overlap. Options out of
// bounds: max_tokens is taken as within 1 and what the reader takes, overlap_tokens as at most half
// of it (more would only multiply the collection). Tokens are token_count.hpp's estimate or, given
// a counter, what that counts in a chunk's text. Its bound holds for every text: only a chunk of
// one code point may have more. White space that does not fit behind the character before it is
// then a chunk, or the beginning of one. Pure: knows no clock and no I/O.  memory: a few chunks,
// never the document.
//   thread  one at a time
class Chunker {
public:
    explicit Chunker(ChunkingOptions options, Reader reader = {});
    ~Chunker();
    Chunker(Chunker&&) noexcept;
    Chunker& operator=(Chunker&&) noexcept;

    // The chunks that this block made certain, in order; often none.
    std::vector<Chunk> push(const Block& block);

    // The rest. Once; nothing may be pushed afterwards.
    std::vector<Chunk> finish();

    // Pages seen, in order, complete after finish(); each ends where the next begins, one that was
    // skipped is empty. Empty where the format has none.
    const std::vector<PageRange>& pages() const;

    // Of the extracted text so far.
    std::uint64_t text_bytes() const;

    // The first heading of the document, empty when there is none (yet).
    const std::string& first_heading() const;

private:
    class State;
    std::unique_ptr<State> state_;
};

}  // namespace ingestd::chunk
