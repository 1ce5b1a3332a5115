// A passage that was found, with its place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <ingestd/base/id.hpp>
#include <ingestd/document/chunk.hpp>
#include <ingestd/document/neighbour.hpp>

namespace ingestd::search {

//   snippet        HTML-escaped text with <mark>…</mark> around what matched
//   keyword, similarity  what each half of a hybrid search gave it, 0 to 1
//   before, after  as many as were asked for, in the order of the document
struct SearchHit {
    ChunkId chunk_id;
    DocumentId document_id;
    std::string filename;
    std::string title{};   // the document's
    std::string metadata;  // the user's JSON object as text
    std::string snippet;
    double score = 0;
    Chunk chunk;
    std::vector<Neighbour> before{};
    std::vector<Neighbour> after{};
    std::optional<double> keyword{};
    std::optional<double> similarity{};
};

}  // namespace ingestd::search
