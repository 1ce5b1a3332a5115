// Content-addressed bytes on disk: what an acknowledgement rests on.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/digest.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/base/unique_fd.hpp>

namespace ingestd::blobs {

struct BlobRef {
    Sha256 sha256;
    std::uint64_t bytes = 0;

    friend bool operator==(const BlobRef&, const BlobRef&) = default;
};

class BlobLeases;

// One body on its way in. Hashed while it is written; gone with its file unless published. A
// published one is not removed by anybody as long as this lives: keep it until the catalog has
// answered.
//   thread  pool, one at a time
class StagedBlob {
public:
    StagedBlob(
        UniqueFd file,
        std::filesystem::path staged,
        std::filesystem::path root,
        std::shared_ptr<BlobLeases> leases
    );
    StagedBlob(StagedBlob&&) noexcept;
    StagedBlob& operator=(StagedBlob&&) noexcept;
    ~StagedBlob();

    //   errors  errno of the write: blobs::Errc::disk_full for ENOSPC and EDQUOT
    Result<void> append(std::span<const std::byte> bytes);
    std::uint64_t bytes() const;

    // Synced, renamed to its hash, directory synced: from here on it survives a loss of power.
    // Once. The same content twice is stored once. Waits while that very content is being removed.
    Result<BlobRef> publish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

// Layout: ROOT/ab/abcdef….blob, named by SHA-256; ROOT/staging/… for what is on its way.
//   thread  pool; distinct calls at the same time
class BlobStore {
public:
    // Makes the folders and removes what an earlier run left in staging (and nothing else that lies
    // there).
    static Result<std::unique_ptr<BlobStore>> open(std::filesystem::path root);

    Result<StagedBlob> stage();
    //   errors  blobs::Errc::missing
    Result<UniqueFd> open_blob(const Sha256& sha256) const;

    // Removes the blob unless `is_needed` says otherwise, which is asked while nobody can publish
    // the same content: what it finds stays true. False: it is needed, or somebody is just about to
    // rely on it, or it was not there.
    Result<bool> remove_unless(const Sha256& sha256, const std::function<bool()>& is_needed);

    // The blobs in one of the folders (0 to folders - 1) that were last written before a time.
    // Files of other names are passed over.
    static constexpr unsigned folders = 256;
    std::vector<Sha256> written_before(unsigned folder, Timestamp time) const;

private:
    explicit BlobStore(std::filesystem::path root);
    std::filesystem::path root_;
    std::shared_ptr<BlobLeases>
        leases_;  // staged blobs outlive the store when a request is cut off
};

}  // namespace ingestd::blobs
