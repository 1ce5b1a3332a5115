#include "declared_time.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "block_writer.hpp"

namespace ingestd::formats {
namespace {

using namespace std::chrono;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == any_of.npos) return false;
    text.remove_prefix(1);
    return true;
}

// Exactly so many digits; -1, and nothing taken, where they do not stand.
int take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits || !std::all_of(text.begin(), text.begin() + digits, is_digit)) {
        return -1;
    }
    int value = 0;
    for (const char c : text.substr(0, digits)) value = value * 10 + (c - '0');
    text.remove_prefix(digits);
    return value;
}

// "Z", "+02:00", "+0200", "+02'00'", "-08" or nothing.
bool take_offset(std::string_view& text, DeclaredTime& time) {
    if (text.empty() || take(text, "Zz")) return true;
    const int sign = text.front() == '-' ? -1 : 1;
    if (!take(text, "+-")) return false;
    const int hours = take_number(text, 2);
    take(text, ":'");
    const int minutes = std::max(take_number(text, 2), 0);
    take(text, "'");
    if (hours < 0 || hours > 23 || minutes > 59) return false;
    time.offset_minutes = sign * (hours * 60 + minutes);
    return true;
}

bool is_within(int value, int least, int most) {
    return value >= least && value <= most;
}

std::string printed(const char* form, const std::array<int, 6>& v) {
    std::array<char, 32> line{};
    std::snprintf(line.data(), line.size(), form, v[0], v[1], v[2], v[3], v[4], v[5]);
    return line.data();
}

}  // namespace

std::string utc_time(const DeclaredTime& time) {
    if (!is_within(time.year, 1, 9999)) return {};
    if (time.month < 0) return printed("%04d", {time.year});
    if (!is_within(time.month, 1, 12)) return {};
    if (time.day < 0) return printed("%04d-%02d", {time.year, time.month});
    const year_month_day date{
        year{time.year},
        month{static_cast<unsigned>(time.month)},
        day{static_cast<unsigned>(time.day)}};
    if (!date.ok()) return {};
    if (time.hour < 0) return printed("%04d-%02d-%02d", {time.year, time.month, time.day});
    if (time.hour > 23 || time.minute > 59 || time.second > 60) return {};

    const auto moment = sys_days{date} + hours{time.hour} + minutes{std::max(time.minute, 0)} +
                        seconds{std::max(time.second, 0)} - minutes{time.offset_minutes};
    const auto midnight = floor<days>(moment);
    const year_month_day utc{midnight};
    const hh_mm_ss clock{moment - midnight};
    return printed(
        "%04d-%02d-%02dT%02d:%02d:%02dZ",
        {static_cast<int>(utc.year()),
         static_cast<int>(static_cast<unsigned>(utc.month())),
         static_cast<int>(static_cast<unsigned>(utc.day())),
         static_cast<int>(clock.hours().count()),
         static_cast<int>(clock.minutes().count()),
         static_cast<int>(clock.seconds().count())}
    );
}

std::string utc_of_iso(std::string_view text) {
    text = trimmed(text);
    DeclaredTime time;
    time.year = take_number(text, 4);
    if (take(text, "-") && (time.month = take_number(text, 2)) < 0) return {};
    if (time.month >= 0 && take(text, "-") && (time.day = take_number(text, 2)) < 0) return {};
    if (time.day >= 0 && take(text, "Tt ")) {
        take(text, " ");
        time.hour = take_number(text, 2);
        const bool has_minute = take(text, ":");
        time.minute = take_number(text, 2);
        if (time.hour < 0 || !has_minute || time.minute < 0) return {};
        if (take(text, ":") && (time.second = take_number(text, 2)) < 0) return {};
        if (take(text, ".,"))
            text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
        take(text, " ");
        if (!take_offset(text, time)) return {};
    }
    return text.empty() ? utc_time(time) : std::string{};
}

std::string utc_of_pdf(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with("D:")) text.remove_prefix(2);
    DeclaredTime time;
    time.year = take_number(text, 4);
    for (int* part : {&time.month, &time.day, &time.hour, &time.minute, &time.second}) {
        if ((*part = take_number(text, 2)) < 0) break;
    }
    // What some writers append to an offset, or write instead of one, is not worth a date's loss.
    if (time.hour >= 0) take_offset(text, time);
    return utc_time(time);
}

}  // namespace ingestd::formats
