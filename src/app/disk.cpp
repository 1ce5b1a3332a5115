#include "disk.hpp"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <ingestd/app/errc.hpp>
#include <ingestd/base/unique_fd.hpp>
#include <ingestd/base/units.hpp>
#include <ingestd/client/progress_line.hpp>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace ingestd::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t spare_bytes = 16_MiB;  // folders, and what a server writes meanwhile

// The nearest folder above that is there already.
fs::path existing(fs::path folder) {
    folder = fs::absolute(folder);
    std::error_code ignored;
    while (!fs::exists(folder, ignored) && folder.has_relative_path())
        folder = folder.parent_path();
    return folder;
}

Result<UniqueFd> open_folder(const fs::path& folder) {
    UniqueFd opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!opened) return errno_error("cannot open " + folder.string());
    return opened;
}

}  // namespace

std::uint64_t bytes_below(const fs::path& folder) {
    std::uint64_t bytes = 0;
    std::error_code failed;
    for (fs::recursive_directory_iterator at{folder, failed}, end; !failed && at != end;
         at.increment(failed)) {
        std::error_code gone;
        if (!at->is_regular_file(gone) || gone) continue;
        const auto size = at->file_size(gone);
        if (!gone) bytes += size;
    }
    return bytes;
}

Result<void> has_room_for(std::uint64_t bytes, const fs::path& folder) {
    struct statvfs disk {};
    const auto there = existing(folder);
    if (::statvfs(there.c_str(), &disk) != 0) return errno_error("cannot ask " + there.string());
    const auto free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
    if (free >= bytes + spare_bytes) return {};
    return Error{
        Errc::no_space,
        "the copy takes " + client::human_size(bytes + spare_bytes) + ", and there are " +
            client::human_size(free) + " free at " + there.string()};
}

Result<void> sync_file_system(const fs::path& folder) {
    auto opened = open_folder(folder);
    if (!opened) return opened.error();
    if (::syncfs(opened->get()) != 0) return errno_error("cannot sync " + folder.string());
    return {};
}

Result<void> sync_folder(const fs::path& folder) {
    auto opened = open_folder(folder);
    if (!opened) return opened.error();
    if (::fsync(opened->get()) != 0) return errno_error("cannot sync " + folder.string());
    return {};
}

Result<void> give_to_owner_of(const fs::path& like, const fs::path& below) {
    if (::geteuid() != 0) return {};
    struct stat owner {};
    if (::stat(like.c_str(), &owner) != 0) return errno_error("cannot ask " + like.string());
    if (owner.st_uid == 0) return {};
    std::vector<fs::path> all{below};
    std::error_code failed;
    for (fs::recursive_directory_iterator at{below, failed}, end; !failed && at != end;
         at.increment(failed)) {
        all.push_back(at->path());
    }
    if (failed) return Error{failed, "cannot read " + below.string()};
    for (const auto& path : all) {
        if (::lchown(path.c_str(), owner.st_uid, owner.st_gid) != 0) {
            return errno_error("cannot give " + path.string() + " to its owner");
        }
    }
    return {};
}

}  // namespace ingestd::app
