// A model's tokenizer, read from the files that lie beside it.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include <ingestd/base/result.hpp>

#include "word_pieces.hpp"

namespace ingestd::embed {

//   before, after     special tokens around a text
//   model_tokens_max  as the tokenizer's settings have it, with these; 0: they do not
//   files             of what it was read, in a fixed order
struct ModelTokenizer {
    std::unique_ptr<WordPieces> pieces;
    std::vector<TokenId> before, after;
    std::size_t model_tokens_max = 0;
    std::vector<std::filesystem::path> files;
};

// tokenizer.json, or else vocab.txt; and tokenizer_config.json where it is there.
//   errors  Errc::cannot_open: none is there, it cannot be read, or it is of another kind than
//           WordPiece
//   source  the formats of Hugging Face's tokenizers and transformers
Result<ModelTokenizer> read_tokenizer(const std::filesystem::path& directory);

}  // namespace ingestd::embed
