// A date or a time as documents, programs and people write it.
#pragma once

#include <optional>
#include <string_view>

#include <ingestd/base/clock.hpp>

namespace ingestd {

// From its first microsecond to just before `end`: what is written "2025-12-28" is all of that day.
struct Moment {
    Timestamp begin;
    Timestamp end;

    friend bool operator==(const Moment&, const Moment&) = default;
};

// 2025, 2025-12, 2025-12-28, 2025-12-28T04:26, 2025-12-28T04:26:10Z, 2025-12-28T04:26:10.5+01:00:
// as long as what it leaves out. Without an offset it is UTC; digits past the microsecond are
// dropped; a blank stands for the 'T', and for the '+' that a query turns into one. Years 1 to
// 9999.
//   source  ISO 8601, in the profile of RFC 3339
//   errors  nullopt: another shape, or no such moment
std::optional<Moment> parse_moment(std::string_view text);

}  // namespace ingestd
