#include "disk.hpp"

#include <cerrno>

#include <fcntl.h>
#include <ingestd/base/fault_point.hpp>
#include <ingestd/base/unique_fd.hpp>
#include <ingestd/blobs/errc.hpp>
#include <unistd.h>

namespace ingestd::blobs {
namespace {

const FaultPoint before_sync{"blobs.folder.before_sync"};

}  // namespace

Error disk_error(std::string what) {
    const int failed = errno;
    auto error = errno_error(std::move(what), failed);
    if (failed == ENOSPC || failed == EDQUOT) error.code = Errc::disk_full;
    return error;
}

Result<void> sync_folder(const std::filesystem::path& folder) {
    const UniqueFd opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!opened) return disk_error("open folder");
    if (before_sync.fails() || ::fsync(opened.get()) != 0) {
        auto error = errno_error("sync folder");
        error.code = Errc::sync_failed;
        return error;
    }
    return {};
}

}  // namespace ingestd::blobs
