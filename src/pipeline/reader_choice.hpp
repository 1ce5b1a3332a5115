// What an upload's chunks are bounded by.
#pragma once

#include <optional>
#include <string>

#include <ingestd/chunk/chunker.hpp>
#include <ingestd/document/document_failure.hpp>
#include <ingestd/document/upload_options.hpp>
#include <ingestd/embed/embedder.hpp>

namespace ingestd::pipeline {

//   cut_by   all but the options that decides where chunks end, in words
//   refusal  why no document of the upload can be cut
struct ReaderChoice {
    chunk::Reader reader{};
    std::string cut_by{};
    std::optional<DocumentFailure> refusal{};
};

// The tokenizer that was asked for, bounded by what the embedder reads. Where that counts with a
// tokenizer of its own, no chunk has more than it reads by that either.
//   embedder  null: none; outlives the reader
ReaderChoice choose_reader(const ChunkingOptions& options, const embed::Embedder* embedder);

}  // namespace ingestd::pipeline
