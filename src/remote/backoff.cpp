#include <algorithm>
#include <charconv>
#include <ctime>
#include <string>

#include <curl/curl.h>
#include <ingestd/remote/backoff.hpp>

namespace ingestd::remote {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::optional<milliseconds> parse_retry_after(std::string_view value, Timestamp now) {
    if (value.empty()) return std::nullopt;
    if (value.find_first_not_of("0123456789") == std::string_view::npos) {
        std::uint32_t count = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
        return error == std::errc{} ? seconds{count} : seconds{UINT32_MAX};
    }
    // All dates of HTTP name the month; other forms that libcurl would read are none.
    if (value.find_first_of("GMT") == std::string_view::npos) return std::nullopt;
    const auto date = curl_getdate(std::string{value}.c_str(), nullptr);
    if (date < 0) return std::nullopt;
    const Timestamp until{seconds{date}};
    return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(until - now));
}

milliseconds Backoff::fail(double chance, std::optional<milliseconds> asked) {
    const auto doublings = std::min(failures_++, 16u);
    const auto full = std::min(longest, first * (1 << doublings));
    const auto own = std::chrono::duration_cast<milliseconds>(full * (0.5 + chance / 2));
    if (!asked) return own;
    const auto bounded = std::min(*asked, asked_longest);
    return std::max(
        own, bounded + std::chrono::duration_cast<milliseconds>(bounded * (chance / 10))
    );
}

}  // namespace ingestd::remote
