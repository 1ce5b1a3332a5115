// Sizes as they are spoken: 64_KiB, 16_MiB.
#pragma once

#include <cstddef>

namespace ingestd {
inline namespace units {

constexpr std::size_t operator""_KiB(unsigned long long n) {
    return static_cast<std::size_t>(n) << 10;
}
constexpr std::size_t operator""_MiB(unsigned long long n) {
    return static_cast<std::size_t>(n) << 20;
}
constexpr std::size_t operator""_GiB(unsigned long long n) {
    return static_cast<std::size_t>(n) << 30;
}

}  // namespace units
}  // namespace ingestd
