#include "query_vector.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>

#include <ingestd/search/errc.hpp>

namespace ingestd::search {
namespace {

// Somebody waits for the answer, and holds one of few threads meanwhile.
constexpr std::chrono::seconds patience{10};

Result<embed::Vectors> embed_and_wait(embed::Embedder& embedder, const std::string& query) {
    const auto answer = std::make_shared<std::promise<Result<embed::Vectors>>>();
    auto answered = answer->get_future();
    std::stop_source stop;
    embedder.embed(
        {.purpose = embed::Purpose::query, .texts = {query}, .stop = stop.get_token()},
        [answer](Result<embed::Vectors> vectors) { answer->set_value(std::move(vectors)); }
    );
    if (answered.wait_for(patience) == std::future_status::ready) return answered.get();
    stop.request_stop();
    return Error{Errc::no_embedding, "it has not answered for ten seconds"};
}

}  // namespace

Result<QueryVector> make_query_vector(
    const embed::EmbedderSet* embedders,
    const std::optional<EmbeddingModel>& model,
    const std::string& query
) {
    if (!model || model->dimension == 0)
        return Error{Errc::no_vectors, "The collection has no vectors."};
    auto* const embedder = embedders ? embedders->find(*model) : nullptr;
    if (!embedder) {
        return Error{
            Errc::no_vectors,
            "The collection's vectors are made by " + model->kind + " " + model->model +
                ", which this server has no embedder for."};
    }
    const auto identity = embedder->identity();
    auto vectors = embed_and_wait(*embedder, query);
    if (!vectors || vectors->size() != 1 || vectors->dimension() != model->dimension) {
        const auto why = vectors ? "its answer is of another length" : vectors.error().detail;
        return Error{
            Errc::no_embedding,
            "The embedder " + identity.name + " made no vector of the query: " + why};
    }
    const auto row = vectors->row(0);
    QueryVector made{.vector = {}, .keyword_weight = identity.lexical_weight};
    if (std::ranges::any_of(row, [](float value) { return value != 0; }))
        made.vector.assign(row.begin(), row.end());
    return made;
}

}  // namespace ingestd::search
