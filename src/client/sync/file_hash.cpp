#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <ingestd/client/errc.hpp>
#include <ingestd/client/file_hash.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace ingestd::client {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t piece_bytes = 64_KiB;
// The coarsest clock of a file system that is still in use (FAT).
constexpr auto stamp_grain = 2s;

std::int64_t nanoseconds(const timespec& time) {
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

FileStamp stamp_of(const struct stat& found) {
    return {
        static_cast<std::uint64_t>(found.st_dev),
        static_cast<std::uint64_t>(found.st_ino),
        static_cast<std::uint64_t>(found.st_size),
        nanoseconds(found.st_mtim),
        nanoseconds(found.st_ctim)};
}

Error cannot_read() {
    return errno_error("cannot be read");
}

}  // namespace

Result<FileStamp> stamp_of(const std::filesystem::path& file) {
    struct stat found {};
    if (::stat(file.c_str(), &found) != 0) return cannot_read();
    return stamp_of(found);
}

FileHasher::FileHasher(UniqueFd open, FileStamp stamp)
    : open_{std::move(open)}, stamp_{stamp}, piece_(piece_bytes) {}

Result<FileHasher> FileHasher::open(const std::filesystem::path& file) {
    // A pipe that took the file's place must not be waited for.
    UniqueFd opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    struct stat found {};
    if (!opened || ::fstat(opened.get(), &found) != 0) return cannot_read();
    if (!S_ISREG(found.st_mode)) return Error{Errc::file_changed, "is no file any more"};
    return FileHasher{std::move(opened), stamp_of(found)};
}

Result<std::optional<Sha256>> FileHasher::step() {
    const auto count = ::read(open_.get(), piece_.data(), piece_.size());
    if (count < 0 && errno == EINTR) return std::optional<Sha256>{};
    if (count < 0) return cannot_read();
    if (count > 0) {
        hasher_.update(std::string_view{piece_.data(), static_cast<std::size_t>(count)});
        return std::optional<Sha256>{};
    }
    struct stat found {};
    if (::fstat(open_.get(), &found) != 0) return cannot_read();
    if (stamp_of(found) != stamp_) return Error{Errc::file_changed, "changed while it was read"};
    return std::optional{hasher_.finish()};
}

std::optional<Sha256> KnownHashes::find(const std::string& file, const FileStamp& stamp) const {
    const auto found = known_.find(file);
    if (found == known_.end() || found->second.stamp != stamp) return std::nullopt;
    return found->second.hash;
}

void KnownHashes::keep(
    const std::string& file, const FileStamp& stamp, const Sha256& hash, Timestamp read
) {
    const std::chrono::nanoseconds changed{std::max(stamp.changed, stamp.modified)};
    const auto settled = std::chrono::floor<std::chrono::microseconds>(changed) + stamp_grain;
    if (settled > read.time_since_epoch()) return;
    kept_.insert_or_assign(file, Entry{stamp, hash});
}

void KnownHashes::end_look() {
    known_ = std::exchange(kept_, {});
}

}  // namespace ingestd::client
