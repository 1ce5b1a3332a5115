// POST /collections/{name}/search: what is asked for.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include <ingestd/base/units.hpp>
#include <ingestd/http/json_text.hpp>
#include <ingestd/search/searcher.hpp>

namespace ingestd::http {

inline constexpr std::size_t search_body_bytes_max = 64_KiB;  // a filter may name many ids
inline constexpr std::uint32_t search_limit_max = 100;        // hits carry their whole text

inline constexpr std::uint32_t search_group_size_max = 10;
inline constexpr std::uint32_t search_context_max = 5;
inline constexpr std::uint32_t search_tokens_max = 200'000;  // what the largest prompts take

// {query, limit?, offset?, mode?, keyword_weight?, explain?, filter?, group_by?, group_size?,
// context?, max_context_tokens?}
std::variant<search::SearchRequest, std::vector<intake::FieldError>, JsonSyntaxError>
parse_search_request(std::string_view text);

}  // namespace ingestd::http
