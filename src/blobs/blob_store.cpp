#include <cerrno>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <ingestd/base/id.hpp>
#include <ingestd/blobs/blob_store.hpp>
#include <ingestd/blobs/errc.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "blob_leases.hpp"
#include "blob_path.hpp"
#include "disk.hpp"

namespace ingestd::blobs {
namespace {

constexpr std::string_view staging = "staging";

// What strangers sent is for this server's eyes only.
constexpr mode_t folder_mode = 0700;
constexpr mode_t file_mode = 0600;

Result<void> make_folder(const std::filesystem::path& folder) {
    if (::mkdir(folder.c_str(), folder_mode) == 0 || errno == EEXIST) return {};
    return disk_error("make folder " + folder.filename().string());
}

std::string folder_name(unsigned folder) {
    char name[3];
    std::snprintf(name, sizeof name, "%02x", folder);
    return name;
}

// All of them at once, so that publishing never has to make one and to sync its parent.
Result<void> make_folders(const std::filesystem::path& root) {
    std::error_code failed;
    std::filesystem::create_directories(root.parent_path(), failed);
    if (auto made = make_folder(root); !made) return made;
    if (auto made = make_folder(root / staging); !made) return made;
    for (unsigned first = 0; first < BlobStore::folders; ++first) {
        if (auto made = make_folder(root / folder_name(first)); !made) return made;
    }
    if (auto synced = sync_folder(root); !synced) return synced;
    return root.has_parent_path() ? sync_folder(root.parent_path()) : Result<void>{};
}

// Nobody was told that these are stored. What is not named as stage() names is not ours.
Result<void> empty_staging(const std::filesystem::path& root) {
    std::error_code failed;
    for (std::filesystem::directory_iterator left{root / staging, failed}, end; left != end;
         left.increment(failed)) {
        if (failed) break;
        if (!parse_uuid(left->path().filename().native())) continue;
        if (::unlink(left->path().c_str()) != 0) return disk_error("empty staging");
    }
    if (failed) return Error{failed, "read staging"};
    return {};
}

}  // namespace

BlobStore::BlobStore(std::filesystem::path root)
    : root_{std::move(root)}, leases_{std::make_shared<BlobLeases>()} {}

Result<std::unique_ptr<BlobStore>> BlobStore::open(std::filesystem::path root) {
    if (auto made = make_folders(root); !made) return made.error();
    if (auto emptied = empty_staging(root); !emptied) return emptied.error();
    return std::unique_ptr<BlobStore>{new BlobStore{std::move(root)}};
}

Result<StagedBlob> BlobStore::stage() {
    auto path = root_ / staging / format_uuid(random_uuid());
    UniqueFd file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, file_mode)};
    if (!file) return disk_error("make blob");
    return StagedBlob{std::move(file), std::move(path), root_, leases_};
}

Result<UniqueFd> BlobStore::open_blob(const Sha256& sha256) const {
    UniqueFd file{::open(blob_path(root_, sha256).c_str(), O_RDONLY | O_CLOEXEC)};
    if (file) return file;
    if (errno == ENOENT) return Error{Errc::missing, "blob " + sha256.hex()};
    return disk_error("open blob");
}

// Not synced: a file that a loss of power brings back is found and removed again.
Result<bool> BlobStore::remove_unless(
    const Sha256& sha256, const std::function<bool()>& is_needed
) {
    const BlobClaim claim{*leases_, sha256};
    if (!claim.is_held() || is_needed()) return false;
    if (::unlink(blob_path(root_, sha256).c_str()) == 0) return true;
    if (errno == ENOENT) return false;
    return disk_error("remove blob");
}

std::vector<Sha256> BlobStore::written_before(unsigned folder, Timestamp time) const {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    std::vector<Sha256> found;
    std::error_code failed;
    for (std::filesystem::directory_iterator file{root_ / folder_name(folder), failed}, end;
         !failed && file != end;
         file.increment(failed)) {
        const auto hash = Sha256::parse(file->path().stem().native());
        struct ::stat about {};
        if (!hash || file->path() != blob_path(root_, *hash)) continue;
        if (::lstat(file->path().c_str(), &about) != 0 || !S_ISREG(about.st_mode)) continue;
        if (about.st_mtime < seconds) found.push_back(*hash);
    }
    return found;
}

}  // namespace ingestd::blobs
