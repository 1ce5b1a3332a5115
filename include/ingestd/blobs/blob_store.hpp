// Content-addressed bytes on disk: what an acknowledgement rests on.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include <ingestd/base/digest.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/base/unique_fd.hpp>

namespace ingestd::blobs {

struct BlobRef {
    Sha256 sha256;
    std::uint64_t bytes = 0;

    friend bool operator==(const BlobRef&, const BlobRef&) = default;
};

// One body on its way in. Hashed while it is written; gone with its file unless published.
//   thread  pool, one at a time
class StagedBlob {
public:
    StagedBlob(UniqueFd file, std::filesystem::path staged, std::filesystem::path root);
    StagedBlob(StagedBlob&&) noexcept;
    StagedBlob& operator=(StagedBlob&&) noexcept;
    ~StagedBlob();

    //   errors  errno of the write: blobs::Errc::disk_full for ENOSPC and EDQUOT
    Result<void> append(std::span<const std::byte> bytes);
    std::uint64_t bytes() const;

    // Synced, renamed to its hash, directory synced: from here on it survives a loss of power. Once.
    // The same content twice is stored once.
    Result<BlobRef> publish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

// Layout: ROOT/ab/abcdef….blob, named by SHA-256; ROOT/staging/… for what is on its way.
//   thread  pool; distinct calls at the same time
class BlobStore {
public:
    // Makes the folders and removes what an earlier run left in staging.
    static Result<std::unique_ptr<BlobStore>> open(std::filesystem::path root);

    Result<StagedBlob> stage();
    //   errors  blobs::Errc::missing
    Result<UniqueFd> open_blob(const Sha256& sha256) const;
    Result<void> remove(const Sha256& sha256);

private:
    explicit BlobStore(std::filesystem::path root);
    std::filesystem::path root_;
};

}  // namespace ingestd::blobs
