#include <exception>

#include <ingestd/enrich/enricher.hpp>

namespace ingestd::enrich {
namespace {

Result<void> try_one(const Enricher& enricher, const Passage& passage, Enrichment& found) {
    try {
        return enricher.enrich(passage, found);
    } catch (const std::exception& thrown) {
        return Error{{}, thrown.what()};
    } catch (...) {
        return Error{{}, "something unknown was thrown"};
    }
}

}  // namespace

Enrichment enrich(const Chunk& chunk, const Enrichers& enrichers) {
    const Passage passage{chunk};
    Enrichment found;
    for (const auto& enricher : enrichers) {
        auto done = try_one(*enricher, passage, found);
        if (!done)
            found.failed.push_back({std::string{enricher->name()}, std::move(done.error()).detail});
    }
    return found;
}

Enrichment enrich(const Chunk& chunk) {
    static const Enrichers built_in = built_in_enrichers();
    return enrich(chunk, built_in);
}

}  // namespace ingestd::enrich
