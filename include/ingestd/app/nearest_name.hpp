// What somebody may have meant who misspelt a name.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace ingestd::app {

// "; did you mean port?" where one of `names` is at most two letters away from `written`, else "".
std::string did_you_mean(std::string_view written, std::span<const std::string> names);

}  // namespace ingestd::app
