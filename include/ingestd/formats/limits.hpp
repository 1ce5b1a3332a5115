// Bounds of this room.
#pragma once

#include <cstddef>

#include <ingestd/base/units.hpp>

namespace ingestd::formats {

// What is parsed as a whole tree takes some ten times its size in memory.
inline constexpr std::size_t tree_bytes_max = 64_MiB;
inline constexpr std::size_t warnings_max = 20;       // a person reads no more; the rest is counted
inline constexpr std::size_t fact_bytes_max = 1_KiB;  // of a title or an author

}  // namespace ingestd::formats
