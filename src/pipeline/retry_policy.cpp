#include <algorithm>

#include <ingestd/pipeline/retry_policy.hpp>

namespace ingestd::pipeline {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr milliseconds longest = 60s;

//   failures_max  with so many the document fails
struct PassingFault {
    std::string_view code;
    milliseconds first;
    std::uint32_t failures_max;
};

// What fails for another reason than the document's content, or may have. helper_unavailable: about
// two minutes, in which a machine that is short of memory or processes may recover.
constexpr PassingFault passing_faults[] = {
    {"helper_crashed", 500ms, helper_deaths_max},
    {"helper_unavailable", 1s, 8},
};

}  // namespace

std::optional<milliseconds> RetryPolicy::next_try_after(
    std::string_view code, std::uint32_t failures, double chance
) {
    const auto* fault = std::ranges::find(passing_faults, code, &PassingFault::code);
    if (fault == std::end(passing_faults) || failures == 0 || failures >= fault->failures_max)
        return std::nullopt;
    const auto doublings = std::min(failures - 1, 16u);
    const auto full = std::min(longest, fault->first * (1 << doublings));
    return std::chrono::duration_cast<milliseconds>(full * (0.5 + chance / 2));
}

bool RetryPolicy::is_quarantined(const catalog::Tries& tries) {
    return tries.helper_deaths >= helper_deaths_max || tries.tries > tries_max;
}

}  // namespace ingestd::pipeline
