// A body from its first byte until it has a name.
#include <cerrno>
#include <utility>

#include <ingestd/base/fault_point.hpp>
#include <ingestd/blobs/blob_store.hpp>
#include <ingestd/blobs/errc.hpp>
#include <unistd.h>

#include "blob_leases.hpp"
#include "blob_path.hpp"
#include "disk.hpp"

namespace ingestd::blobs {
namespace {

const FaultPoint before_write{"blobs.append.before_write"};
const FaultPoint before_sync{"blobs.publish.before_sync"};
const FaultPoint before_rename{"blobs.publish.before_rename"};
const FaultPoint published{"blobs.publish.done"};

}  // namespace

struct StagedBlob::State {
    UniqueFd file;
    std::filesystem::path staged;  // empty once published
    std::filesystem::path root;
    std::shared_ptr<BlobLeases> leases;
    std::optional<BlobLease> lease{};
    Sha256Hasher hasher{};
    std::uint64_t bytes = 0;

    ~State() {
        if (!staged.empty()) ::unlink(staged.c_str());
    }
};

StagedBlob::StagedBlob(
    UniqueFd file,
    std::filesystem::path staged,
    std::filesystem::path root,
    std::shared_ptr<BlobLeases> leases
)
    : state_{new State{std::move(file), std::move(staged), std::move(root), std::move(leases)}} {}
StagedBlob::StagedBlob(StagedBlob&&) noexcept = default;
StagedBlob& StagedBlob::operator=(StagedBlob&&) noexcept = default;
StagedBlob::~StagedBlob() = default;

std::uint64_t StagedBlob::bytes() const {
    return state_->bytes;
}

Result<void> StagedBlob::append(std::span<const std::byte> bytes) {
    state_->hasher.update(bytes);
    while (!bytes.empty()) {
        const auto written =
            before_write.fails() ? -1 : ::write(state_->file.get(), bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            return disk_error("write blob");
        }
        state_->bytes += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Result<BlobRef> StagedBlob::publish() {
    if (before_sync.fails() || ::fdatasync(state_->file.get()) != 0) {
        auto error = disk_error("sync blob");
        if (error.code != Errc::disk_full) error.code = Errc::sync_failed;
        return error;
    }
    const BlobRef ref{state_->hasher.finish(), state_->bytes};
    const auto target = blob_path(state_->root, ref.sha256);
    state_->lease.emplace(state_->leases, ref.sha256);
    // Where the content is there already its newer copy takes its place: the same bytes under the
    // same name, and no reader notices.
    if (before_rename.fails() || ::rename(state_->staged.c_str(), target.c_str()) != 0)
        return disk_error("name blob");
    state_->staged.clear();
    if (auto synced = sync_folder(target.parent_path()); !synced) return synced.error();
    published.pass();
    return ref;
}

}  // namespace ingestd::blobs
