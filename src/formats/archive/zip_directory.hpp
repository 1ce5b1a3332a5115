// The directory at the end of a ZIP archive, as far as it must be known before anything is
// unpacked. Private to the room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ingestd::formats {

// What the directory declares, true or not.
//   entries         at most archive_entries_max + 1 are counted
//   other_names     those that are not valid UTF-8, a line each, at most 16 KiB: how the names are
//                   encoded is told best by many of them
//   is_dos          made by a program that writes names in the code pages of DOS
//   do_overlap      two entries share packed bytes: no program writes that, bombs do
struct ZipDirectory {
    std::size_t entries = 0;
    std::uint64_t unpacked_bytes = 0;
    std::string other_names;
    bool is_dos = false;
    bool do_overlap = false;
};

// nullopt: there is none, or it cannot be followed (libarchive then reads entry by entry).
std::optional<ZipDirectory> read_zip_directory(std::string_view content);

}  // namespace ingestd::formats
