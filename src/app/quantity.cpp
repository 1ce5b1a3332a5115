#include <array>
#include <charconv>
#include <limits>

#include <ingestd/app/quantity.hpp>

namespace ingestd::app {
namespace {

struct Unit {
    std::string_view name;
    std::uint64_t factor;
};

constexpr std::uint64_t kib = 1024;
constexpr std::array size_units = {
    Unit{"TiB", kib* kib* kib* kib},
    Unit{"GiB", kib* kib* kib},
    Unit{"MiB", kib* kib},
    Unit{"KiB", kib},
    Unit{"B", 1},
    Unit{"kB", 1'000},
    Unit{"MB", 1'000'000},
    Unit{"GB", 1'000'000'000},
    Unit{"TB", 1'000'000'000'000},
    Unit{"", 1},
};
constexpr std::size_t binary_size_units = 5;  // those that format_size speaks

constexpr std::uint64_t second = 1000;
constexpr std::uint64_t day = 24 * 60 * 60 * second;
constexpr std::array duration_units = {
    Unit{"d", day},
    Unit{"h", 60 * 60 * second},
    Unit{"m", 60 * second},
    Unit{"s", second},
    Unit{"ms", 1},
};
constexpr std::uint64_t duration_max = 100 * 365 * day;

template <std::size_t N>
std::optional<std::uint64_t> parse(std::string_view text, const std::array<Unit, N>& units) {
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [after, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{}) return std::nullopt;
    std::string_view name{after, static_cast<std::size_t>(end - after)};
    while (name.starts_with(' ')) name.remove_prefix(1);
    for (const auto& unit : units) {
        if (unit.name != name) continue;
        if (number > std::numeric_limits<std::uint64_t>::max() / unit.factor) return std::nullopt;
        return number * unit.factor;
    }
    return std::nullopt;
}

std::string format(std::uint64_t value, const Unit* first, const Unit* last) {
    for (; first != last; ++first) {
        if (value != 0 && value % first->factor == 0) {
            return std::to_string(value / first->factor) + std::string{first->name};
        }
    }
    return "0";
}

}  // namespace

std::optional<std::uint64_t> parse_size(std::string_view text) {
    return parse(text, size_units);
}

std::string format_size(std::uint64_t bytes) {
    return format(bytes, size_units.data(), size_units.data() + binary_size_units);
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    const auto value = parse(text, duration_units);
    if (!value || *value > duration_max) return std::nullopt;
    return std::chrono::milliseconds{*value};
}

std::string format_duration(std::chrono::milliseconds duration) {
    if (duration.count() <= 0) return "0s";
    return format(
        static_cast<std::uint64_t>(duration.count()),
        duration_units.data(),
        duration_units.data() + duration_units.size()
    );
}

}  // namespace ingestd::app
