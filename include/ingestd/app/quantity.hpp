// Sizes and durations as people write them: "16MiB", "5m". Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ingestd::app {

// A whole number and a unit: B, kB MB GB TB (powers of 1000), KiB MiB GiB TiB (of 1024); none:
// bytes. nullopt where it is none, or does not fit 64 bits.
std::optional<std::uint64_t> parse_size(std::string_view text);

// Exact, in the greatest binary unit that divides it.
std::string format_size(std::uint64_t bytes);

// A whole number and a unit, which must be said: ms, s, m, h, d. At most 100 years, so that it can
// be added to any time.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

// Exact, in the greatest unit that divides it.
std::string format_duration(std::chrono::milliseconds duration);

}  // namespace ingestd::app
