// The blob store's files seen from outside the server that may be writing them: is each what its
// name says, and copies of them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <ingestd/base/findings.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/blobs/blob_store.hpp>

namespace ingestd::blobs {

//   needed_by  for a person: a document that needs it
struct ExpectedBlob {
    BlobRef ref;
    std::string needed_by;
};

//   sound          blobs that were expected and are what they should be
//   missing        expected and not there. No finding yet: while a server runs they may have been
//                  given up since `expected` was read
struct BlobCheck {
    std::uint64_t sound = 0;
    std::uint64_t bytes = 0;  // of all that was read
    std::vector<ExpectedBlob> missing;
    Findings findings;
};

// Reads every blob of the store and hashes it.
//   expected  sorted by hash
//   errors    errno: the folder cannot be read
Result<BlobCheck> check_blobs(
    const std::filesystem::path& root, const std::vector<ExpectedBlob>& expected
);

Finding missing_blob(const ExpectedBlob& blob);

// What has a name at this moment, with the size of its file.
Result<std::vector<BlobRef>> stored_blobs(const std::filesystem::path& root);

// Copies one into another store's folders, hashing it on the way; nothing where it is there
// already. Not synced.
//   errors  Errc::{missing, damaged, disk_full}, errno
Result<void> copy_blob(
    const std::filesystem::path& from_root,
    const std::filesystem::path& to_root,
    const Sha256& sha256
);

// Takes one out of a store that nobody else uses.
Result<void> remove_blob(const std::filesystem::path& root, const Sha256& sha256);

}  // namespace ingestd::blobs
