// Wall-clock time that is stored and shown, and steady time that is waited for: never mixed.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ingestd {

// Wall clock, UTC, microseconds: what is stored and shown.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;
// Steady: what is waited for. Rules are told it; only shells ask for it.
using SteadyClock = std::chrono::steady_clock;
using Deadline = SteadyClock::time_point;

Timestamp wall_now();

// ISO 8601 with microseconds and offset: 2025-12-28T04:26:10.123456+00:00 (32 characters).
std::string format_timestamp(Timestamp time);
std::optional<Timestamp> parse_timestamp(std::string_view text);

}  // namespace ingestd
