// What a language model is told of the tools: their names, what they do, and the schemas of what
// goes in and comes out. Results have the fields that connectors for deep research ask for.
#pragma once

#include <cstdint>
#include <string_view>

#include "../answer_json.hpp"

namespace ingestd::client {

inline constexpr std::uint32_t limit_max = 50;  // a model reads all that it is given
inline constexpr std::uint32_t context_default = 3;
inline constexpr std::uint32_t context_max = 20;

Json tool_list();
bool is_tool(std::string_view name);

}  // namespace ingestd::client
