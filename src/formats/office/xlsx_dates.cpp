#include "xlsx_dates.hpp"

#include <cctype>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace ingestd::formats {
namespace {

constexpr double serial_max = 2'958'466;  // 9999-12-31, where Excel ends
constexpr int days_to_1904 = 1462;
constexpr long seconds_a_day = 86'400;

std::string lower(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return out;
}

// What stands behind these is not for the number.
bool takes_next_literally(char c) {
    return c == '\\' || c == '_' || c == '*';
}

// The code's first section without text in quotes, escapes and conditions; "[h]" becomes "[".
std::string bare_code(std::string_view code) {
    std::string bare;
    for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
        const char c = code[i];
        if (takes_next_literally(c)) {
            ++i;
        } else if (c == '"') {
            i = code.find('"', i + 1);
            if (i == code.npos) break;
        } else if (c == '[') {
            const auto end = code.find(']', i);
            if (end == code.npos) break;
            const auto inside = lower(code.substr(i + 1, end - i - 1));
            if (!inside.empty() && inside.find_first_not_of("hms") == inside.npos) bare += '[';
            i = end;
        } else {
            bare += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
    }
    return bare;
}

std::string two_digits(long number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

// Seconds only where there are some.
std::string clock(long hours, long seconds) {
    auto text = two_digits(hours) + ":" + two_digits(seconds / 60 % 60);
    if (seconds % 60 != 0) text += ":" + two_digits(seconds % 60);
    return text;
}

// Excel counts a 29th of February 1900, which never was, as day 60.
std::string calendar_day(long days, bool is_1904) {
    using namespace std::chrono;
    if (is_1904) days += days_to_1904;
    if (days < 60) ++days;
    const year_month_day date{sys_days{year{1899} / 12 / 30} + std::chrono::days{days}};
    char text[32];
    std::snprintf(
        text,
        sizeof text,
        "%04d-%02u-%02u",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day())
    );
    return text;
}

}  // namespace

DateFormat built_in_date_format(unsigned id) {
    if (id == 22) return DateFormat::date_time;
    if (id == 46) return DateFormat::duration;
    if ((id >= 18 && id <= 21) || id == 45 || id == 47) return DateFormat::time;
    if (id >= 14 && id <= 17) return DateFormat::date;
    // Those of Chinese, Japanese and Korean versions.
    if ((id >= 32 && id <= 35) || id == 55 || id == 56) return DateFormat::time;
    if ((id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return DateFormat::date;
    return DateFormat::none;
}

DateFormat date_format_of(std::string_view code) {
    auto bare = bare_code(code);
    if (bare.find("general") != bare.npos) return DateFormat::none;
    if (bare.find('[') != bare.npos) return DateFormat::duration;
    const bool has_half_day = bare.find("am/pm") != bare.npos;
    if (has_half_day) bare.erase(bare.find("am/pm"), 5);
    const bool has_time = has_half_day || bare.find_first_of("hs") != bare.npos;
    const bool has_date = bare.find_first_of("yd") != bare.npos;
    if (has_date && has_time) return DateFormat::date_time;
    if (has_time) return DateFormat::time;
    // Months, unless they are the minutes of a time.
    return has_date || bare.find('m') != bare.npos ? DateFormat::date : DateFormat::none;
}

std::string format_date(double serial, DateFormat format, bool is_1904) {
    if (format == DateFormat::none || !(serial >= 0) || serial >= serial_max) return {};
    auto days = static_cast<long>(std::floor(serial));
    auto seconds = std::lround((serial - std::floor(serial)) * seconds_a_day);
    if (seconds == seconds_a_day) {
        seconds = 0;
        ++days;
    }
    switch (format) {
        case DateFormat::date:
            return calendar_day(days, is_1904);
        case DateFormat::time:
            return clock(seconds / 3600, seconds);
        case DateFormat::duration:
            return clock(days * 24 + seconds / 3600, seconds);
        case DateFormat::date_time:
            return calendar_day(days, is_1904) + ' ' + clock(seconds / 3600, seconds);
        case DateFormat::none:
            break;
    }
    return {};
}

}  // namespace ingestd::formats
