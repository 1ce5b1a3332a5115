#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include <fcntl.h>
#include <ingestd/base/units.hpp>
#include <ingestd/blobs/errc.hpp>
#include <ingestd/blobs/inspection.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "blob_path.hpp"
#include "disk.hpp"

namespace ingestd::blobs {
namespace {

namespace fs = std::filesystem;

constexpr mode_t folder_mode = 0700;
constexpr mode_t file_mode = 0600;
const std::string send_again = "upload that document again, or restore a backup";

// "ab/abcdef….blob"; nullopt where the file is none of the store's.
std::optional<Sha256> hash_in_name(const fs::path& file) {
    if (file.extension() != ".blob") return std::nullopt;
    const auto stem = file.stem().string();
    if (file.parent_path().filename() != stem.substr(0, 2)) return std::nullopt;
    const auto hash = Sha256::parse(stem);
    return hash && hash->hex() == stem ? hash : std::nullopt;
}

std::string place_of(const Sha256& sha256) {
    return blob_path("blobs", sha256).string();
}

// Reads the file to its end, and calls `sink` with each piece.
template <class Sink>
Result<void> read_all(const UniqueFd& file, Sink&& sink) {
    std::array<char, 256_KiB> piece;
    for (;;) {
        const auto count = ::read(file.get(), piece.data(), piece.size());
        if (count == 0) return {};
        if (count < 0) {
            if (errno == EINTR) continue;
            return disk_error("read blob");
        }
        const std::string_view bytes{piece.data(), static_cast<std::size_t>(count)};
        if (Result<void> taken = sink(bytes); !taken) return taken;
    }
}

Result<BlobRef> hash_file(const fs::path& path) {
    const UniqueFd file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file) return disk_error("open blob");
    Sha256Hasher hasher;
    BlobRef ref;
    const auto read = read_all(file, [&](std::string_view bytes) -> Result<void> {
        hasher.update(bytes);
        ref.bytes += bytes.size();
        return {};
    });
    if (!read) return read.error();
    ref.sha256 = hasher.finish();
    return ref;
}

Result<void> write_all(const UniqueFd& file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return disk_error("write blob");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> make_folders(const fs::path& folder) {
    std::error_code failed;
    fs::create_directories(folder.parent_path(), failed);
    if (::mkdir(folder.c_str(), folder_mode) == 0 || errno == EEXIST) return {};
    return disk_error("make folder " + folder.string());
}

// Calls `visit` with each file of the store's folders; gone ones are passed over.
template <class Visit>
Result<void> for_each_file(const fs::path& root, Visit&& visit) {
    std::error_code failed;
    for (fs::directory_iterator folder{root, failed}, end; !failed && folder != end;
         folder.increment(failed)) {
        const auto name = folder->path().filename().string();
        if (name == "staging") continue;  // promised to nobody
        std::error_code no_folder;
        for (fs::directory_iterator file{folder->path(), no_folder}; !no_folder && file != end;
             file.increment(no_folder)) {
            visit(file->path());
        }
    }
    if (failed) return Error{failed, "read " + root.string()};
    return {};
}

// Looks at one file of the store.
class Inspection {
public:
    Inspection(const std::vector<ExpectedBlob>& expected, BlobCheck& check)
        : expected_{expected}, seen_(expected.size()), check_{check} {}

    void look_at(const fs::path& path) {
        const auto hash = hash_in_name(path);
        const auto place =
            "blobs/" + path.parent_path().filename().string() + '/' + path.filename().string();
        if (!hash) return check_.findings.add_note({place, "is none of the store's files", ""});
        const auto read = hash_file(path);
        if (!read && read.error().code == boost::system::errc::no_such_file_or_directory) return;
        const auto index = find(*hash);
        const auto* const needed = index ? &expected_[*index] : nullptr;
        if (index) seen_[*index] = true;
        if (!read)
            return add_damage(place, "cannot be read: " + read.error().code.message(), needed);
        check_.bytes += read->bytes;
        if (read->sha256 != *hash)
            return add_damage(place, "its bytes do not give its name", needed);
        if (!needed) return check_.findings.add_note({place, "no document needs it", ""});
        if (read->bytes != needed->ref.bytes) {
            return add_damage(
                place,
                "has " + std::to_string(read->bytes) + " bytes, and " +
                    std::to_string(needed->ref.bytes) + " were received",
                needed
            );
        }
        ++check_.sound;
    }
    void gather_missing() {
        for (std::size_t i = 0; i < seen_.size(); ++i) {
            if (!seen_[i]) check_.missing.push_back(expected_[i]);
        }
    }

private:
    std::optional<std::size_t> find(const Sha256& hash) const {
        const auto found = std::lower_bound(
            expected_.begin(),
            expected_.end(),
            hash,
            [](const ExpectedBlob& blob, const Sha256& wanted) { return blob.ref.sha256 < wanted; }
        );
        if (found == expected_.end() || found->ref.sha256 != hash) return std::nullopt;
        return static_cast<std::size_t>(found - expected_.begin());
    }
    void add_damage(const std::string& place, std::string what, const ExpectedBlob* needed) {
        if (needed) what += "; " + needed->needed_by + " needs it";
        check_.findings.add_damage(
            {place, std::move(what), needed ? send_again : "delete it: no document needs it"}
        );
    }

    const std::vector<ExpectedBlob>& expected_;
    std::vector<bool> seen_;
    BlobCheck& check_;
};

}  // namespace

Result<BlobCheck> check_blobs(const fs::path& root, const std::vector<ExpectedBlob>& expected) {
    BlobCheck check;
    Inspection inspection{expected, check};
    const auto walked =
        for_each_file(root, [&](const fs::path& file) { inspection.look_at(file); });
    if (!walked) return walked.error();
    inspection.gather_missing();
    return check;
}

Finding missing_blob(const ExpectedBlob& blob) {
    return {place_of(blob.ref.sha256), "is not there; " + blob.needed_by + " needs it", send_again};
}

Result<std::vector<BlobRef>> stored_blobs(const fs::path& root) {
    std::vector<BlobRef> stored;
    const auto walked = for_each_file(root, [&](const fs::path& file) {
        const auto hash = hash_in_name(file);
        std::error_code gone;
        const auto bytes = fs::file_size(file, gone);
        if (hash && !gone) stored.push_back({*hash, bytes});
    });
    if (!walked) return walked.error();
    return stored;
}

Result<void> copy_blob(const fs::path& from_root, const fs::path& to_root, const Sha256& sha256) {
    const auto target = blob_path(to_root, sha256);
    std::error_code ignored;
    if (fs::exists(target, ignored)) return {};
    const UniqueFd from{::open(blob_path(from_root, sha256).c_str(), O_RDONLY | O_CLOEXEC)};
    if (!from && errno == ENOENT) return Error{Errc::missing, "blob " + sha256.hex()};
    if (!from) return disk_error("open blob " + sha256.hex());
    if (auto made = make_folders(target.parent_path()); !made) return made;

    auto unfinished = target;
    unfinished += ".partial";
    const UniqueFd to{
        ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, file_mode)};
    if (!to) return disk_error("make " + unfinished.string());
    Sha256Hasher hasher;
    const auto copied = read_all(from, [&](std::string_view bytes) {
        hasher.update(bytes);
        return write_all(to, bytes);
    });
    if (!copied) return copied;
    if (hasher.finish() != sha256) return Error{Errc::damaged, place_of(sha256)};
    if (::rename(unfinished.c_str(), target.c_str()) != 0) return disk_error("name blob");
    return {};
}

Result<void> remove_blob(const fs::path& root, const Sha256& sha256) {
    if (::unlink(blob_path(root, sha256).c_str()) != 0) return disk_error("remove blob");
    return {};
}

}  // namespace ingestd::blobs
