// How a local model wants to be used, as sentence-transformers lays it down beside it.
#pragma once

#include <filesystem>
#include <string>

#include <ingestd/base/result.hpp>
#include <ingestd/embed/embedder_spec.hpp>

#include "pooling.hpp"
#include "tokenizer_files.hpp"

namespace ingestd::embed {

//   model            the file
//   version          names what its vectors depend on: the directory's name and a digest of the
//                    files, of pooling, length and the prefix of documents
//   tokens_max       that the model reads at once, with special tokens and prefix
struct ModelDirectory {
    std::filesystem::path path;
    std::filesystem::path model;
    ModelTokenizer tokenizer;
    Pooling pooling = Pooling::mean;
    std::string document_prefix{};
    std::string query_prefix{};
    std::size_t tokens_max = 0;
    double lexical_weight = 0.5;
    std::string version;

    // Of a text, behind this prefix.
    std::size_t text_tokens_max(std::string_view prefix) const;
};

// model.onnx, or onnx/model.onnx; what parameters say goes before what the directory says.
//   errors  Errc::bad_spec; Errc::cannot_open: something is missing, or it wants what is not built
Result<ModelDirectory> read_model_directory(const EmbedderSpec& spec);

}  // namespace ingestd::embed
