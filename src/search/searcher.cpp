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

// The generation that is searched now. One that was current a moment ago may be gone by the time it
// is opened: then there is a newer one.
Result<std::shared_ptr<index::Generation>> Searcher::current(const std::string& collection) const {
    for (;;) {
        const auto found = catalog_.find_collection(collection);
        if (!found)
            return Error{Errc::unknown_collection, "There is no collection " + collection + "."};
        auto generation =
            generations_.open(found->generation, index::expected_where(found->is_written));
        if (generation) return generation;
        if (generation.error().code != index::Errc::removed)
            return in_our_words(generation.error());
    }
}

Result<std::vector<SearchHit>> Searcher::search(
    const std::string& collection, const SearchRequest& request
) const {
    const auto generation = current(collection);
    if (!generation) return generation.error();
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
