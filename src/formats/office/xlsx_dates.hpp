// Dates and times as Excel keeps them: numbers, which only a format makes dates. Private to the
// room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ingestd::formats {

enum class DateFormat : std::uint8_t { none, date, time, date_time, duration };

// Of a format that Excel has built in.
DateFormat built_in_date_format(unsigned id);

// Of a format's code: "yyyy\-mm\-dd", "[h]:mm", "0.00".
DateFormat date_format_of(std::string_view code);

// "2024-02-29", "13:45", "2024-02-29 13:45:10", "27:00": as ISO 8601 writes them, with a space
// before the time.  Empty: the number is no date.
//   serial          days since the epoch, with a fraction
//   is_1904         the epoch is 1904-01-01, as early Macintosh versions had it
std::string format_date(double serial, DateFormat format, bool is_1904);

}  // namespace ingestd::formats
