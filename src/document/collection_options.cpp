#include <algorithm>

#include <ingestd/document/collection_options.hpp>

namespace ingestd {
namespace {

template <class T>
T first_of(const std::optional<T>& said, const std::optional<T>& collection, T otherwise) {
    return said ? *said : collection.value_or(otherwise);
}

}  // namespace

ChunkingOptions resolve(const ChunkingChoice& said, const ChunkingChoice& collection) {
    ChunkingOptions options;
    options.max_tokens = first_of(said.max_tokens, collection.max_tokens, options.max_tokens);
    const auto overlap =
        first_of(said.overlap_tokens, collection.overlap_tokens, options.overlap_tokens);
    options.overlap_tokens =
        said.overlap_tokens ? overlap : std::min(overlap, options.max_tokens / 2);
    options.strategy = first_of(said.strategy, collection.strategy, options.strategy);
    options.tokenizer = said.tokenizer ? said.tokenizer : collection.tokenizer;
    return options;
}

UploadOptions with_defaults(
    UploadOptions options, const ChunkingChoice& said, const CollectionOptions& collection
) {
    if (collection.chunking != ChunkingChoice{})
        options.chunking = resolve(said, collection.chunking);
    if (options.ocr.languages.empty()) options.ocr = collection.ocr;
    return options;
}

}  // namespace ingestd
