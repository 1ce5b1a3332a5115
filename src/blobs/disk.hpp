// The system calls of the store, with their failures in its words.
#pragma once

#include <filesystem>
#include <string>

#include <ingestd/base/result.hpp>

namespace ingestd::blobs {

// What errno tells: Errc::disk_full where the disk or the quota is, else errno itself.
Error disk_error(std::string what);

// A rename or a new name in `folder` survives a loss of power once this has returned.
Result<void> sync_folder(const std::filesystem::path& folder);

}  // namespace ingestd::blobs
