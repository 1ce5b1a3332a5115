// What a collection has for those of its uploads that do not say: `options` of a collection.
#pragma once

#include <cstdint>
#include <optional>

#include <ingestd/document/upload_options.hpp>

namespace ingestd {

// Some of ChunkingOptions, or none; nullopt: not said.
struct ChunkingChoice {
    std::optional<std::uint32_t> max_tokens{};
    std::optional<std::uint32_t> overlap_tokens{};
    std::optional<ChunkingStrategy> strategy{};
    std::optional<Tokenizer> tokenizer{};

    friend bool operator==(const ChunkingChoice&, const ChunkingChoice&) = default;
};

//   ocr  no languages: not said
struct CollectionOptions {
    ChunkingChoice chunking{};
    OcrOptions ocr{};

    friend bool operator==(const CollectionOptions&, const CollectionOptions&) = default;
};

// What was said, field by field, else what the collection has, else the default. An overlap that
// was not said is at most half of max_tokens.
ChunkingOptions resolve(const ChunkingChoice& said, const ChunkingChoice& collection = {});

//   said  of `options.chunking`
UploadOptions with_defaults(
    UploadOptions options, const ChunkingChoice& said, const CollectionOptions& collection
);

}  // namespace ingestd
