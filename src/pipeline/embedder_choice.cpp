#include "embedder_choice.hpp"

#include <ingestd/document/upload_options.hpp>

namespace ingestd::pipeline {
namespace {

bool makes(const embed::Embedder& embedder, const EmbeddingModel& bound) {
    const auto made = model_of(embedder);
    const bool is_as_long =
        made.dimension == 0 || bound.dimension == 0 || made.dimension == bound.dimension;
    return made.kind == bound.kind && made.model == bound.model && is_as_long;
}

EmbedderChoice named(const embed::EmbedderSet& set, const std::string& name) {
    if (name.empty() || name == no_embedder) return {};
    if (auto* found = set.find(name)) return {.embedder = found};
    return {
        .refusal = DocumentFailure{
            .code = "embedder_unknown",
            .detail = "The server has no embedder that is called " + name +
                      ". Start it with --embedder, or upload with another.",
            .stage = Stage::embed}};
}

}  // namespace

EmbeddingModel model_of(const embed::Embedder& embedder) {
    const auto identity = embedder.identity();
    return {identity.kind, identity.model, identity.dimension};
}

EmbedderChoice choose_embedder(
    const embed::EmbedderSet& set,
    const std::string& asked,
    const std::optional<EmbeddingModel>& bound,
    bool has_chunks,
    const std::string& by_default
) {
    if (!asked.empty()) return named(set, asked);
    if (!bound) return has_chunks ? EmbedderChoice{} : named(set, by_default);
    for (const auto& name : set.names()) {
        if (auto* embedder = set.find(name); makes(*embedder, *bound))
            return {.embedder = embedder};
    }
    return {
        .refusal = DocumentFailure{
            .code = "embedder_unknown",
            .detail = "The collection's vectors are made by " + bound->kind + " " + bound->model +
                      ", which this server has no embedder for. Start it with that one, or upload"
                      " with force_recreate to build the collection anew.",
            .stage = Stage::embed}};
}

}  // namespace ingestd::pipeline
