// A search's filter: what may be found.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <ingestd/document/filter.hpp>
#include <ingestd/intake/upload_request.hpp>
#include <nlohmann/json_fwd.hpp>

namespace ingestd::http {

inline constexpr std::size_t filter_levels_max = 8;       // of and, or, not inside of each other
inline constexpr std::size_t filter_conditions_max = 64;  // each is asked of every document
inline constexpr std::size_t filter_values_max = 1'000;   // in all of them together

// {"field": value, "field": {"gte": value, …}, "and": […], "or": […], "not": {…}}; names of
// comparisons and of and, or, not may begin with a '$'.
//   pointer  where it stands, for `errors`
//   source   docs/api.md, "What a filter can say"
Filter parse_filter(
    const nlohmann::json& filter, std::string pointer, std::vector<intake::FieldError>& errors
);

}  // namespace ingestd::http
