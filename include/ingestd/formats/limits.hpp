// Bounds of this room.
#pragma once

#include <cstddef>
#include <cstdint>

#include <ingestd/base/units.hpp>

namespace ingestd::formats {

// What is parsed as a whole tree takes some ten times its size in memory.
inline constexpr std::size_t tree_bytes_max = 64_MiB;

// Of zip packages (.docx, .odt, .epub …), kept while they are unpacked: what a package declares of
// itself may be false.
inline constexpr std::size_t package_parts_max = 65'535;   // what a zip without extensions can hold
inline constexpr std::uint64_t package_bytes_max = 4_GiB;  // unpacked; a sheet takes some 10 times
// Markup shrinks 10 to 60 times; small parts may do better by chance.
inline constexpr std::uint64_t package_ratio_max = 200;
inline constexpr std::uint64_t package_ratio_free_bytes = 16_MiB;

// Of archives, the same: counted while they are unpacked.
inline constexpr std::size_t archive_entries_max = 10'000;
inline constexpr std::uint64_t archive_bytes_max = 4_GiB;  // of all files, unpacked
inline constexpr std::uint64_t archive_entry_bytes_max = 2_GiB;

// Mail nests some five levels deep; each part costs memory before it is looked at.
inline constexpr std::size_t mail_depth_max = 100;
inline constexpr std::size_t mail_parts_max = 10'000;
inline constexpr std::size_t mailbox_messages_max = 1'000'000;  // each becomes a document

inline constexpr std::size_t xml_depth_max = 512;  // deeper nesting is an attack
// A tag or comment is looked through again with each piece that comes of it.
inline constexpr std::int64_t xml_tag_bytes_max = 1_MiB;
inline constexpr std::size_t row_cells_max = 16'384;      // as many columns as Excel has
inline constexpr std::size_t gathered_bytes_max = 1_MiB;  // of one paragraph or one table row

inline constexpr std::size_t warnings_max = 20;       // a person reads no more; the rest is counted
inline constexpr std::size_t fact_bytes_max = 1_KiB;  // of a title or an author

}  // namespace ingestd::formats
