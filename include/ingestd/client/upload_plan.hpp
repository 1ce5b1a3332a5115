// Which files an upload takes, and what they are called.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <ingestd/base/result.hpp>

namespace ingestd::client {

//   filename  on the wire, valid UTF-8: a file's own name; below a folder the folder's name and the
//             path from there ("reports/2024/q1.pdf"), as the page sends it
//   bytes     when it was looked at
struct PlannedFile {
    std::filesystem::path path;
    std::string filename;
    std::uint64_t bytes = 0;

    friend bool operator==(const PlannedFile&, const PlannedFile&) = default;
};

// What is left out, and why.
struct SkippedPath {
    std::filesystem::path path;
    std::string reason;

    friend bool operator==(const SkippedPath&, const SkippedPath&) = default;
};

//   unread  names of files and folders that could not be looked at: of what is below them nothing
//           is known. They are among `skipped`, too
struct UploadPlan {
    std::vector<PlannedFile> files;  // as given; within a folder by name
    std::vector<SkippedPath> skipped;
    std::vector<std::string> unread;
};

// Files as given, folders with all that is below them. Symbolic links are followed; a folder that
// was already taken (a loop) is skipped, as are hidden entries of folders and what is neither file
// nor folder.
//   errors  errno: a path that was given is not there; Errc::same_name: two files would be one
//   document
Result<UploadPlan> plan_upload(std::span<const std::filesystem::path> paths);

// All that is below one folder, named from `name` on, by the same rules; of two files that would be
// one document the second is skipped.
//   on_folder  called with each folder before it is read
//   errors     errno: there is no such folder, or it cannot be read
Result<UploadPlan> plan_folder(
    const std::filesystem::path& folder,
    const std::string& name,
    std::function<void(const std::filesystem::path&)> on_folder
);

// What a folder is called, however its path is written: "reports/" is "reports", "." the one that
// one is in. Valid UTF-8.
std::string folder_name(const std::filesystem::path& folder);

// In uploads of at most so many documents and, unless one alone is larger, so many bytes.
struct BatchBounds {
    std::size_t documents = 1000;
    std::uint64_t bytes = 0;
};
std::vector<std::span<const PlannedFile>> batches(
    std::span<const PlannedFile> files, const BatchBounds& bounds
);

}  // namespace ingestd::client
