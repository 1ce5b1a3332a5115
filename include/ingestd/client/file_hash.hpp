// The SHA-256 of files that somebody may be writing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/digest.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/base/unique_fd.hpp>
#include <ingestd/base/units.hpp>

namespace ingestd::client {

// What tells that a file has not been written since: which file it is, its size, and when its
// bytes and its inode last changed (nanoseconds since 1970).
struct FileStamp {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t bytes = 0;
    std::int64_t modified = 0;
    std::int64_t changed = 0;

    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

//   errors  errno
Result<FileStamp> stamp_of(const std::filesystem::path& file);

// Reads a file in pieces of 64 KiB, so that who reads can do something else between two.
class FileHasher {
public:
    //   errors  errno; Errc::file_changed: it is no file any more
    static Result<FileHasher> open(const std::filesystem::path& file);

    const FileStamp& stamp() const { return stamp_; }

    // Reads the next piece; the hash once all was read.
    //   errors  errno; Errc::file_changed: it was written meanwhile
    Result<std::optional<Sha256>> step();

private:
    FileHasher(UniqueFd open, FileStamp stamp);

    UniqueFd open_;
    FileStamp stamp_;
    Sha256Hasher hasher_;
    std::vector<char> piece_;
};

// Hashes of files that need not be read again, from one look at a folder to the next. Pure.
class KnownHashes {
public:
    // What the file held when it had this stamp.
    std::optional<Sha256> find(const std::string& file, const FileStamp& stamp) const;

    // For the next look. Not kept where the file was written so shortly before it was read that a
    // later write could leave it the same stamp.
    void keep(const std::string& file, const FileStamp& stamp, const Sha256& hash, Timestamp read);

    // A look has ended: what it did not keep is forgotten.
    void end_look();

private:
    struct Entry {
        FileStamp stamp;
        Sha256 hash;
    };
    std::unordered_map<std::string, Entry> known_;
    std::unordered_map<std::string, Entry> kept_;
};

}  // namespace ingestd::client
