// How long to wait before a service that failed is asked again.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include <ingestd/base/clock.hpp>

namespace ingestd::remote {

// The header Retry-After: seconds, or an HTTP date. A date that is past is 0. Pure.
//   nullopt  it is neither
//   source   RFC 9110, section 10.2.3
std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value, Timestamp now);

// Each failure in a row doubles the wait, up to a bound; what the service asks for is obeyed.
class Backoff {
public:
    static constexpr std::chrono::milliseconds first{500};
    static constexpr std::chrono::milliseconds longest{60'000};
    // A service that asks for more is asked sooner: it may be wrong, and work waits.
    static constexpr std::chrono::milliseconds asked_longest{3'600'000};

    //   chance  0 to 1: spreads the wait over its second half, so that those who failed together do
    //           not come back together
    //   asked   by the service: waited for at least, with up to a tenth more by chance
    std::chrono::milliseconds fail(double chance, std::optional<std::chrono::milliseconds> asked);
    void succeed() { failures_ = 0; }

    // In a row.
    std::uint32_t failures() const { return failures_; }

private:
    std::uint32_t failures_ = 0;
};

}  // namespace ingestd::remote
