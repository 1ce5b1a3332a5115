// Blocks in, chunks out, as they stream by.
#pragma once

#include <cstdint>
#include <string>
#include <memory>
#include <vector>

#include <ingestd/document/block.hpp>
#include <ingestd/document/chunk.hpp>
#include <ingestd/document/upload_options.hpp>

namespace ingestd::chunk {

// Cuts a document by its structure: a heading begins a chunk, paragraphs, list items and table rows
// are kept whole where they fit, a longer one is cut at sentences, then words, then graphemes.
// The extracted text is the blocks' texts with their separators between. What always holds:
//   - text[range] == chunk.text; chunks cover the text from 0 to its end without a gap
//     (a separator belongs to the chunk before it), and begin at most `overlap_tokens` early;
//   - tokens <= max_tokens; no chunk is empty or white space alone, unless the document is;
//   - no grapheme is cut (a grapheme longer than max_tokens: no code point);
//   - deterministic: depends on blocks and options alone, not on how they were pushed.
// Pure: knows no clock and no I/O.  memory: a few chunks, never the document.
class Chunker {
public:
    explicit Chunker(ChunkingOptions options);
    ~Chunker();
    Chunker(Chunker&&) noexcept;
    Chunker& operator=(Chunker&&) noexcept;

    // The chunks that this block made certain, in order; often none.
    std::vector<Chunk> push(const Block& block);

    // The rest. Once; nothing may be pushed afterwards.
    std::vector<Chunk> finish();

    // Pages seen, in order, complete after finish(). Empty where the format has none.
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
