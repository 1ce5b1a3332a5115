// What enrichers have found in a chunk, as JSON.
#pragma once

#include <ingestd/document/chunk.hpp>
#include <nlohmann/json_fwd.hpp>

namespace ingestd::http {

// But for language and keywords, which stand beside it. What was not found is left out.
//   source  docs/enrichment.md
nlohmann::ordered_json enrichment_json(const Enrichment& found);

}  // namespace ingestd::http
