#include <utility>

#include <ingestd/base/error_thrown.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/embed/embedder_set.hpp>
#include <ingestd/embed/token_counting.hpp>
#include <ingestd/index/errc.hpp>
#include <ingestd/index/generations.hpp>
#include <ingestd/search/errc.hpp>
#include <ingestd/search/searcher.hpp>

#include "query_vector.hpp"

namespace ingestd::search {

namespace {

Error in_our_words(Error error) {
    if (error.code == index::Errc::damaged || error.code == index::Errc::missing)
        error.code = Errc::damaged;
    return error;
}

SearchHit to_hit(index::Hit found) {
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
        .after = std::move(found.after),
        .keyword = found.keyword,
        .similarity = found.similarity};
}

SearchAnswer to_answer(index::HitPage page, const SearchRequest& request) {
    SearchAnswer answer;
    for (auto& hit : page.hits) answer.hits.push_back(to_hit(std::move(hit)));
    answer.has_beside = request.context > 0;
    answer.has_enrichment = request.enrichment;
    if (request.group_size > 0) {
        auto& groups = answer.groups.emplace();
        for (const auto& group : page.groups) groups.push_back({group.hits, group.others});
    }
    const auto next = request.offset + request.limit;
    if (page.has_more && next <= offset_max) answer.next_offset = next;
    return answer;
}

// As the collection says, else as the embedder counts that makes its vectors.
CountTokens counter_of(
    const std::optional<Tokenizer>& tokenizer,
    const index::Generation& generation,
    const embed::EmbedderSet* embedders
) {
    const auto model = generation.embedding();
    const auto* const embedder = model && embedders ? embedders->find(*model) : nullptr;
    return embed::find_token_counter(tokenizer, embedder).value_or(CountTokens{});
}

}  // namespace

std::string_view to_string(Mode mode) {
    switch (mode) {
        case Mode::keyword:
            return "keyword";
        case Mode::vector:
            return "vector";
        case Mode::hybrid:
            break;
    }
    return "hybrid";
}

Searcher::Searcher(
    const catalog::Catalog& catalog,
    index::Generations& generations,
    const embed::EmbedderSet* embedders
)
    : catalog_{catalog}, generations_{generations}, embedders_{embedders} {}

// The generation that is searched now. One that was current a moment ago may be gone by the time it
// is opened: then there is a newer one.
Result<Searcher::Current> Searcher::current(const std::string& collection) const {
    for (;;) {
        const auto found = catalog_.find_collection(collection);
        if (!found)
            return Error{Errc::unknown_collection, "There is no collection " + collection + "."};
        auto generation =
            generations_.open(found->generation, index::expected_where(found->is_written));
        if (generation) return Current{std::move(*generation), found->options.chunking.tokenizer};
        if (generation.error().code != index::Errc::removed)
            return in_our_words(generation.error());
    }
}

// A hybrid search without a vector is one by words; one by vector is none.
std::optional<Error> Searcher::add_vector(
    const index::Generation& generation,
    const SearchRequest& request,
    index::HitQuery& query,
    SearchAnswer& how
) const {
    if (request.mode == Mode::keyword) return std::nullopt;
    const auto model = generation.embedding();
    // It knows of words alone what the words' own ranking knows better, and finds something for any
    // query.
    if (!request.mode && model && model->kind == embed::hash_name) return std::nullopt;
    auto made = make_query_vector(embedders_, model, request.query);
    if (!made) {
        if (request.mode == Mode::vector) return made.error();
        if (model || request.mode == Mode::hybrid) how.fallback = made.error().detail;
        return std::nullopt;
    }
    how.mode = request.mode.value_or(Mode::hybrid);
    query.vector = std::move(made->vector);
    query.keyword_weight = request.keyword_weight.value_or(made->keyword_weight);
    if (how.mode == Mode::vector) query.keyword_weight = 0;
    return std::nullopt;
}

Result<SearchAnswer> Searcher::search(const std::string& collection, const SearchRequest& request)
    const {
    const auto found = current(collection);
    if (!found) return found.error();
    const auto& generation = found->generation;
    index::HitQuery query{
        .text = request.query,
        .limit = request.limit,
        .offset = request.offset,
        .filter = request.filter,
        .group_size = request.group_size,
        .context = request.context};
    try {
        SearchAnswer how;
        if (auto failed = add_vector(*generation, request, query, how)) return *failed;
        auto answer = to_answer(generation->search(query), request);
        if (request.max_context_tokens) {
            answer.context = write_context(
                answer.hits,
                *request.max_context_tokens,
                counter_of(found->tokenizer, *generation, embedders_)
            );
        }
        answer.mode = how.mode;
        answer.keyword_weight = query.keyword_weight;
        for (auto& hit : answer.hits) {
            if (request.explain) break;
            hit.keyword.reset();
            hit.similarity.reset();
        }
        answer.fallback = std::move(how.fallback);
        return answer;
    } catch (const ErrorThrown& thrown) {
        return in_our_words(thrown.error);
    }
}

}  // namespace ingestd::search
