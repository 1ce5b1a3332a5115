// What is said to a webhook, and what its answers mean. Pure.
//   source  docs/enrichment.md, "Your own: a webhook"
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/units.hpp>
#include <ingestd/enrich/webhook.hpp>

namespace ingestd::enrich {

// Of what is said of one chunk, as it is kept: enough for a summary and a list of topics.
inline constexpr std::size_t finding_bytes_max = 16_KiB;
inline constexpr std::size_t finding_depth_max = 8;

// {"collection": …, "document": {"document_id", "filename", "metadata"},
//  "chunks": [{"chunk_id", "position", "text", "headings", "page", "language"}]}
//   page  null where the format has none
std::string webhook_request(const ChunkOrigin& origin, std::span<const Chunk> chunks);

// Reads {"chunks": [{"enrichment": {…}} or {"error": "why"}]}, one a chunk, in their order.
//   chunks  how many were sent
//   errors  Errc::unavailable: no JSON, or not all of it; Errc::wrong_answer: JSON of another form
//           or number. Of one: Errc::refused, with the service's own words; Errc::wrong_answer: no
//           object, too large, nested too deep
Result<std::vector<Webhook::Finding>> read_webhook_answer(
    std::string_view body, std::size_t chunks
);

}  // namespace ingestd::enrich
