// Which embedder makes the vectors of an upload.
#pragma once

#include <optional>
#include <string>

#include <ingestd/document/document_failure.hpp>
#include <ingestd/document/embedding_model.hpp>
#include <ingestd/embed/embedder_set.hpp>

namespace ingestd::pipeline {

//   embedder  null: none makes any
//   refusal   why no document of the upload can be indexed
struct EmbedderChoice {
    embed::Embedder* embedder = nullptr;
    std::optional<DocumentFailure> refusal{};
};

// The one that was asked for; else the one that the collection's vectors are made by; else, for a
// collection that begins, the server's own choice.
//   asked         no_embedder: none; empty: nothing was said
//   bound         what the collection's vectors are made by
//   has_chunks    the collection has begun
//   by_default    as `asked`
EmbedderChoice choose_embedder(
    const embed::EmbedderSet& set,
    const std::string& asked,
    const std::optional<EmbeddingModel>& bound,
    bool has_chunks,
    const std::string& by_default
);

}  // namespace ingestd::pipeline
