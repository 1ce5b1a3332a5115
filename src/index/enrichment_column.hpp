// What enrichers find in a chunk, as it stands in the column `enrichment`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <ingestd/document/chunk.hpp>

namespace ingestd::index {

// What has no column of its own; what was not found is left out. Readers pass over other members.
//   {"reading_ease": 63.1,
//    "dates": ["2024-03-12"],
//    "ambiguous_dates": [{"text": "3/4/2024", "readings": ["2024-03-04", "2024-04-03"]}],
//    "emails": ["ann@example.org"], "urls": ["https://example.org/"],
//    "failed": [{"enricher": "dates", "detail": "…"}],
//    "added": {"NAME": {…}}}       NAME: of an enricher of the user's own
//   nullopt  nothing of it was found
std::optional<std::string> to_column(const Enrichment& found);

// Sets these in `found`. What is not as drawn above was not found.
void read_enrichment(std::string_view column, Enrichment& found);

}  // namespace ingestd::index
