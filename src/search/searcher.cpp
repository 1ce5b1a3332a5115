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

SearchHit to_hit(index::LexicalHit found) {
    auto& stored = found.stored;
    return {
        .chunk_id = stored.id,
        .document_id = stored.document,
        .filename = std::move(stored.filename),
        .title = std::move(found.title),
        .metadata = std::move(stored.metadata),
        .snippet = std::move(found.snippet),
        .score = found.score,
        .chunk = std::move(stored.chunk),
        .before = std::move(found.before),
        .after = std::move(found.after)};
}

SearchAnswer to_answer(index::HitPage page, const SearchRequest& request) {
    SearchAnswer answer;
    for (auto& hit : page.hits) answer.hits.push_back(to_hit(std::move(hit)));
    answer.has_beside = request.context > 0;
    if (request.group_size > 0) {
        auto& groups = answer.groups.emplace();
        for (const auto& group : page.groups) groups.push_back({group.hits, group.others});
    }
    const auto next = request.offset + request.limit;
    if (page.has_more && next <= offset_max) answer.next_offset = next;
    if (request.max_context_tokens)
        answer.context = write_context(answer.hits, *request.max_context_tokens);
    return answer;
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

Result<SearchAnswer> Searcher::search(const std::string& collection, const SearchRequest& request)
    const {
    const auto generation = current(collection);
    if (!generation) return generation.error();
    const index::HitQuery query{
        .text = request.query,
        .limit = request.limit,
        .offset = request.offset,
        .filter = request.filter,
        .group_size = request.group_size,
        .context = request.context};
    try {
        return to_answer((*generation)->search(query), request);
    } catch (const ErrorThrown& thrown) {
        return in_our_words(thrown.error);
    }
}

}  // namespace ingestd::search
