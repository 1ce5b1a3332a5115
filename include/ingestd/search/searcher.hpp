// Query → hits.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <ingestd/base/id.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/document/chunk.hpp>

namespace ingestd::catalog {
class Catalog;
}
namespace ingestd::index {
class Generation;
class Generations;
}  // namespace ingestd::index

namespace ingestd::search {

struct SearchRequest {
    std::string query;
    std::uint32_t limit = 10;  // 1..100
};

//   snippet  HTML-escaped text with <mark>…</mark> around what matched
struct SearchHit {
    ChunkId chunk_id;
    DocumentId document_id;
    std::string filename;
    std::string metadata;  // the user's JSON object as text
    std::string snippet;
    double score = 0;
    Chunk chunk;
};

// Keyword search in the current generation of a collection.
//   thread  pool; any at the same time
class Searcher {
public:
    Searcher(const catalog::Catalog& catalog, index::Generations& generations);

    //   errors  search::Errc::unknown_collection
    Result<std::vector<SearchHit>> search(
        const std::string& collection, const SearchRequest& request
    ) const;

private:
    Result<std::shared_ptr<index::Generation>> current(const std::string& collection) const;

    const catalog::Catalog& catalog_;
    index::Generations& generations_;
};

}  // namespace ingestd::search
