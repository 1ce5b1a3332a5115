// The vector of a query, and how much the words count beside it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/document/embedding_model.hpp>
#include <ingestd/embed/embedder_set.hpp>

namespace ingestd::search {

//   vector          empty: nothing in the query is known
//   keyword_weight  the embedder's own
struct QueryVector {
    std::vector<float> vector;
    double keyword_weight = 1;
};

// Waits for at most ten seconds.
//   embedders  null: there are none
//   model      what the collection's vectors are made by; nullopt: it has none
//   errors  search::Errc::{no_vectors, no_embedding}
Result<QueryVector> make_query_vector(
    const embed::EmbedderSet* embedders,
    const std::optional<EmbeddingModel>& model,
    const std::string& query
);

}  // namespace ingestd::search
