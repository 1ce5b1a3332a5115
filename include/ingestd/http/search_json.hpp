// POST /collections/{name}/search: what is asked for.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include <ingestd/base/units.hpp>
#include <ingestd/http/json_text.hpp>
#include <ingestd/search/searcher.hpp>

namespace ingestd::http {

inline constexpr std::size_t search_body_bytes_max = 64_KiB;  // a query is a few words
inline constexpr std::uint32_t search_limit_max = 100;        // hits carry their whole text

// {query, limit?, mode?}. A mode or filter that this version cannot do is refused, never ignored.
std::variant<search::SearchRequest, std::vector<intake::FieldError>, JsonSyntaxError>
parse_search_request(std::string_view text);

}  // namespace ingestd::http
