// A moment as a person or a program writes it into a query.
#pragma once

#include <optional>
#include <string_view>

#include <ingestd/base/clock.hpp>

namespace ingestd::http {

// 2025-12-28, 2025-12-28T04:26, 2025-12-28T04:26:10.5Z, 2025-12-28T04:26:10+01:00: a day is its
// beginning, without an offset it is UTC, digits past the microsecond are dropped. A blank stands
// for the '+' that a query turns into one. Years 1970 to 9999.
//   source  ISO 8601, in the profile of RFC 3339
//   errors  nullopt: another shape, or no such moment
std::optional<Timestamp> parse_iso_time(std::string_view text);

}  // namespace ingestd::http
