#include <utility>

#include <ingestd/base/error_thrown.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/index/errc.hpp>
#include <ingestd/index/generations.hpp>
#include <ingestd/search/errc.hpp>
#include <ingestd/search/searcher.hpp>

namespace ingestd::search {

namespace {

Error in_our_words(Error error) {
    if (error.code == index::Errc::damaged || error.code == index::Errc::missing)
        error.code = Errc::damaged;
    return error;
}

}  // namespace

Searcher::Searcher(const catalog::Catalog& catalog, index::Generations& generations)
    : catalog_{catalog}, generations_{generations} {}

Result<std::vector<SearchHit>> Searcher::search(
    const std::string& collection, const SearchRequest& request
) const {
    const auto found = catalog_.find_collection(collection);
    if (!found)
        return Error{Errc::unknown_collection, "There is no collection " + collection + "."};
    const auto generation = generations_.open(
        found->generation,
        found->is_written ? index::Expected::is_there : index::Expected::may_be_new
    );
    if (!generation) return in_our_words(generation.error());
    std::vector<index::LexicalHit> matches;
    try {
        matches = (*generation)->search(request.query, request.limit);
    } catch (const ErrorThrown& thrown) {
        return in_our_words(thrown.error);
    }
    std::vector<SearchHit> hits;
    for (auto& hit : matches) {
        auto& stored = hit.stored;
        hits.push_back(
            {.chunk_id = stored.id,
             .document_id = stored.document,
             .filename = std::move(stored.filename),
             .metadata = std::move(stored.metadata),
             .snippet = std::move(hit.snippet),
             .score = hit.score,
             .chunk = std::move(stored.chunk)}
        );
    }
    return hits;
}

}  // namespace ingestd::search
