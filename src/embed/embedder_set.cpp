#include <algorithm>
#include <utility>

#include <ingestd/embed/embedder_set.hpp>
#include <ingestd/embed/errc.hpp>

#include "hash_embedder.hpp"
#include "onnx/onnx_embedder.hpp"
#include "openai_embedder.hpp"

namespace ingestd::embed {
namespace {

Result<std::unique_ptr<Embedder>> open_embedder(
    const EmbedderSpec& spec, const EmbedderSettings& settings
) {
    if (spec.kind == "onnx") return open_onnx_embedder(spec, settings);
    auto service = read_openai_settings(spec);
    if (!service) return service.error();
    return make_openai_embedder(std::move(*service));
}

}  // namespace

EmbedderSet::EmbedderSet(std::vector<Named> embedders) : embedders_{std::move(embedders)} {}

EmbedderSet::~EmbedderSet() {
    close();
}

Result<std::unique_ptr<EmbedderSet>> EmbedderSet::open(
    const std::vector<EmbedderSpec>& specs, const EmbedderSettings& settings
) {
    std::vector<Named> embedders;
    embedders.push_back({std::string{hash_name}, make_hash_embedder()});
    for (const auto& spec : specs) {
        if (std::ranges::find(embedders, spec.name, &Named::name) != embedders.end())
            return Error{Errc::bad_spec, "two embedders are named " + spec.name};
        auto embedder = open_embedder(spec, settings);
        if (!embedder) return embedder.error();
        embedders.push_back({spec.name, std::move(*embedder)});
    }
    return std::unique_ptr<EmbedderSet>{new EmbedderSet{std::move(embedders)}};
}

Embedder* EmbedderSet::find(std::string_view name) const {
    const auto found = std::ranges::find(embedders_, name, &Named::name);
    return found == embedders_.end() ? nullptr : found->embedder.get();
}

EmbeddingModel model_of(const Embedder& embedder) {
    const auto identity = embedder.identity();
    return {identity.kind, identity.model, identity.dimension};
}

Embedder* EmbedderSet::find(const EmbeddingModel& model) const {
    for (const auto& named : embedders_) {
        const auto made = model_of(*named.embedder);
        const bool is_as_long =
            made.dimension == 0 || model.dimension == 0 || made.dimension == model.dimension;
        if (made.kind == model.kind && made.model == model.model && is_as_long)
            return named.embedder.get();
    }
    return nullptr;
}

std::vector<std::string> EmbedderSet::names() const {
    std::vector<std::string> names;
    for (const auto& named : embedders_) names.push_back(named.name);
    return names;
}

void EmbedderSet::close() {
    for (const auto& named : embedders_) named.embedder->close();
}

}  // namespace ingestd::embed
