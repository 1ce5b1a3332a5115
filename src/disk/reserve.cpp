#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>
#include <string_view>

#include <ingestd/disk/reserve.hpp>

namespace ingestd::disk {
namespace {

// "12.3 MiB"
std::string shown(std::uint64_t bytes) {
    static constexpr std::array<std::string_view, 4> units{"KiB", "MiB", "GiB", "TiB"};
    auto value = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    for (; value >= 1024 && unit + 1 < units.size(); ++unit) value /= 1024;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f ", value);
    return text.data() + std::string{units[unit]};
}

std::uint64_t sum(std::uint64_t a, std::uint64_t b) {
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    return b > most - a ? most : a + b;
}

std::optional<Shortage> unless(const Room& room, std::uint64_t needed) {
    if (!room.is_read_only && room.free_bytes >= needed) return std::nullopt;
    return Shortage{room.free_bytes, needed, room.is_read_only};
}

}  // namespace

std::string in_words(const Shortage& shortage) {
    if (shortage.is_read_only) {
        return "The file system of the data directory is read-only: nothing can be stored until it"
               " is mounted for writing again.";
    }
    return "The disk of the data directory has " + shown(shortage.free_bytes) + " free, and " +
           shown(shortage.needed_bytes) +
           " are needed; some are left alone for what is in work (--disk-reserve).";
}

std::uint64_t Reserve::bytes_of(const Room& room) const {
    return bytes_.value_or(std::min(default_bytes, room.total_bytes / default_part));
}

std::optional<Shortage> Reserve::refuse(std::uint64_t bytes, const Room& room) const {
    return unless(room, sum(bytes_of(room), bytes));
}

std::optional<Shortage> Reserve::pause(const Room& room) const {
    return unless(room, bytes_to_work(room));
}

}  // namespace ingestd::disk
