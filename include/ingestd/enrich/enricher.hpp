// What finds something in a chunk, and the row of all that do.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/document/chunk.hpp>
#include <ingestd/enrich/passage.hpp>

namespace ingestd::enrich {

// One thing that is found. What asks a service is none: it would hold a worker.
//   thread  any, at the same time
class Enricher {
public:
    Enricher() = default;
    Enricher(const Enricher&) = delete;
    Enricher& operator=(const Enricher&) = delete;
    virtual ~Enricher() = default;

    // A stable word: users see it where this one fails.
    virtual std::string_view name() const = 0;

    // Sets its own fields of `found`, once it has all of them, so that failing leaves nothing half
    // done. Reads what those before it have set; after one that failed, these are as if it had
    // found nothing. May throw, which counts as failing.
    //   errors  any: the detail is shown to users
    virtual Result<void> enrich(const Passage& passage, Enrichment& found) const = 0;
};

using Enrichers = std::vector<std::unique_ptr<const Enricher>>;

// Language (CLD2), keywords (RAKE), statistics, dates, and addresses, in this order.
Enrichers built_in_enrichers();

// What each finds, in their order. One that fails is named in `failed`, and the others go on.
//   thread  any
Enrichment enrich(const Chunk& chunk, const Enrichers& enrichers);

// By those that are built in.
Enrichment enrich(const Chunk& chunk);

}  // namespace ingestd::enrich
