// Query → hits.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/id.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/document/filter.hpp>
#include <ingestd/document/upload_options.hpp>
#include <ingestd/search/context_text.hpp>
#include <ingestd/search/search_hit.hpp>

namespace ingestd::catalog {
class Catalog;
}
namespace ingestd::embed {
class EmbedderSet;
}
namespace ingestd::index {
class Generation;
struct HitQuery;
class Generations;
}  // namespace ingestd::index

namespace ingestd::search {

inline constexpr std::uint32_t offset_max = 1'000;

// Enum values are the wire's own words.
enum class Mode : std::uint8_t { keyword, vector, hybrid };
std::string_view to_string(Mode mode);

//   mode        nullopt: hybrid where the collection has vectors of a model, else keyword
//   keyword_weight  of the words in a hybrid search, 0 to 1; nullopt: the embedder's own
//   explain     each hit tells what the halves gave it
//   enrichment  each hit tells what enrichers have found in it
//   limit       1..100 hits, or documents where they are grouped
//   offset      of these, to offset_max
//   group_size  at most so many hits of a document, which then stand together; 0: hit by hit
//   context     chunks to either side of each hit
//   max_context_tokens  of the text for a prompt; nullopt: none is asked for
struct SearchRequest {
    std::string query;
    std::optional<Mode> mode{};
    std::optional<double> keyword_weight{};
    bool explain = false;
    bool enrichment = false;
    std::uint32_t limit = 10;
    std::uint32_t offset = 0;
    Filter filter{};
    std::uint32_t group_size = 0;
    std::uint32_t context = 0;
    std::optional<std::uint32_t> max_context_tokens{};
};

//   hits    of SearchAnswer, the next so many
//   others  further ones of the document among those that were ranked
struct HitGroup {
    std::uint32_t hits = 0;
    std::uint32_t others = 0;

    friend bool operator==(const HitGroup&, const HitGroup&) = default;
};

// Best first.
//   mode         how it was looked for
//   fallback     why not by vector, though the collection has these; empty: as asked
//   groups       nullopt unless they were asked for
//   next_offset  where the next page begins, if there is one
//   has_beside   what stands beside each hit was asked for
//   has_enrichment  so was what enrichers have found in it
struct SearchAnswer {
    Mode mode = Mode::keyword;
    double keyword_weight = 1;
    std::string fallback{};
    std::vector<SearchHit> hits{};
    std::optional<std::vector<HitGroup>> groups{};
    bool has_beside = false;
    bool has_enrichment = false;
    std::optional<std::uint32_t> next_offset{};
    std::optional<ContextText> context{};
};

// Search in the current generation of a collection.
//   thread  pool; any at the same time
class Searcher {
public:
    //   embedders  null: by words alone. All outlive it
    Searcher(
        const catalog::Catalog& catalog,
        index::Generations& generations,
        const embed::EmbedderSet* embedders = nullptr
    );

    // Waits for what makes the query's vector, for at most ten seconds.
    //   errors  search::Errc
    Result<SearchAnswer> search(const std::string& collection, const SearchRequest& request) const;

private:
    std::optional<Error> add_vector(
        const index::Generation& generation,
        const SearchRequest& request,
        index::HitQuery& query,
        SearchAnswer& how
    ) const;
    // What is searched, and how its collection wants tokens to be counted.
    struct Current {
        std::shared_ptr<index::Generation> generation;
        std::optional<Tokenizer> tokenizer;
    };
    Result<Current> current(const std::string& collection) const;

    const catalog::Catalog& catalog_;
    index::Generations& generations_;
    const embed::EmbedderSet* const embedders_;
};

}  // namespace ingestd::search
