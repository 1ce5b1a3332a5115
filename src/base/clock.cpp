#include <cstdio>

#include <ingestd/base/clock.hpp>

namespace ingestd {
namespace {

using namespace std::chrono;

// Reads exactly `digits` decimal digits at `at`, which is advanced; -1 when there are none.
int read_number(std::string_view text, std::size_t& at, std::size_t digits) {
    if (at + digits > text.size()) return -1;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        const char c = text[at + i];
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    at += digits;
    return value;
}

}  // namespace

Timestamp wall_now() {
    return time_point_cast<microseconds>(system_clock::now());
}

std::string format_timestamp(Timestamp time) {
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    char out[40];
    const int length = std::snprintf(
        out,
        sizeof out,
        "%04d-%02u-%02uT%02d:%02d:%02d.%06d+00:00",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()),
        static_cast<int>(clock.subseconds().count())
    );
    return {out, static_cast<std::size_t>(length)};
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
    std::size_t at = 0;
    constexpr std::string_view separators = "--T::.";
    constexpr std::size_t widths[] = {4, 2, 2, 2, 2, 2, 6};
    int part[7];
    for (std::size_t i = 0; i < 7; ++i) {
        part[i] = read_number(text, at, widths[i]);
        if (part[i] < 0) return std::nullopt;
        if (i < separators.size() && (at >= text.size() || text[at++] != separators[i]))
            return std::nullopt;
    }
    if (text.substr(at) != "+00:00") return std::nullopt;
    const year_month_day date{
        year{part[0]}, month{static_cast<unsigned>(part[1])}, day{static_cast<unsigned>(part[2])}};
    if (!date.ok() || part[3] > 23 || part[4] > 59 || part[5] > 59) return std::nullopt;
    return sys_days{date} + hours{part[3]} + minutes{part[4]} + seconds{part[5]} +
           microseconds{part[6]};
}

}  // namespace ingestd
