#include "embedder_choice.hpp"

#include <ingestd/document/upload_options.hpp>

namespace ingestd::pipeline {
namespace {

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

EmbedderChoice choose_embedder(
    const embed::EmbedderSet& set,
    const std::string& asked,
    const std::optional<EmbeddingModel>& bound,
    bool has_chunks,
    const std::string& by_default
) {
    if (!asked.empty()) return named(set, asked);
    if (!bound) return has_chunks ? EmbedderChoice{} : named(set, by_default);
    if (auto* embedder = set.find(*bound)) return {.embedder = embedder};
    return {
        .refusal = DocumentFailure{
            .code = "embedder_unknown",
            .detail = "The collection's vectors are made by " + bound->kind + " " + bound->model +
                      ", which this server has no embedder for. Start it with that one, or upload"
                      " with force_recreate to build the collection anew.",
            .stage = Stage::embed}};
}

}  // namespace ingestd::pipeline
