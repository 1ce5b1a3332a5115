// What a copy of a data directory asks of the disk.
#pragma once

#include <cstdint>
#include <filesystem>

#include <ingestd/base/result.hpp>

namespace ingestd::app {

// Of the files in `folder` and below; what cannot be read counts nothing.
std::uint64_t bytes_below(const std::filesystem::path& folder);

// Whether `bytes` more fit where `folder` is (or will be), with something to spare.
//   errors  Errc::no_space: the detail has both figures
Result<void> has_room_for(std::uint64_t bytes, const std::filesystem::path& folder);

// Everything written to the file system of `folder` so far survives a loss of power once this has
// returned.
Result<void> sync_file_system(const std::filesystem::path& folder);
// A name that was given in `folder` does.
Result<void> sync_folder(const std::filesystem::path& folder);

// Where root works, everything below belongs to whom `like` belongs.
Result<void> give_to_owner_of(
    const std::filesystem::path& like, const std::filesystem::path& below
);

}  // namespace ingestd::app
