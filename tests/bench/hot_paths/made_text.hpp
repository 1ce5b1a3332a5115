// English-like text to measure with, the same everywhere and each time.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <ingestd/document/block.hpp>

namespace ingestd::bench {

// So many words, as sentences.
std::string make_sentences(std::size_t words);

// Headings and paragraphs, of at least so many bytes together.
std::vector<Block> make_blocks(std::size_t bytes);

}  // namespace ingestd::bench
