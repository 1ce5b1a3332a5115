#include <algorithm>
#include <cerrno>
#include <fstream>
#include <unordered_set>

#include <fcntl.h>
#include <ingestd/app/backup.hpp>
#include <ingestd/app/data_lock.hpp>
#include <ingestd/app/errc.hpp>
#include <ingestd/base/clock.hpp>
#include <ingestd/blobs/errc.hpp>
#include <ingestd/blobs/inspection.hpp>
#include <sys/file.h>
#include <sys/stat.h>

#include "disk.hpp"
#include "moment.hpp"

namespace ingestd::app {
namespace {

namespace fs = std::filesystem;

constexpr int moments_max = 5;  // a blob has to be given up within each for the next to be needed
constexpr std::string_view backup_note = "backup";
constexpr std::string_view restoring = "restore.partial";

// A folder under construction, one builder at a time; gone with its content unless it was finished.
class PartialFolder {
public:
    explicit PartialFolder(fs::path path) : path_{std::move(path)} {}
    PartialFolder(const PartialFolder&) = delete;
    PartialFolder& operator=(const PartialFolder&) = delete;
    ~PartialFolder() {
        std::error_code ignored;
        if (is_ours_) fs::remove_all(path_, ignored);
    }

    // Takes over what an earlier run left.
    Result<void> make() {
        std::error_code failed;
        if (path_.has_parent_path()) fs::create_directories(path_.parent_path(), failed);
        if (::mkdir(path_.c_str(), 0700) != 0 && errno != EEXIST) {
            return errno_error("cannot make " + path_.string());
        }
        lock_ = UniqueFd{::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
        if (!lock_) return errno_error("cannot open " + path_.string());
        if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0) {
            return Error{Errc::backup_running, "another backup is writing " + path_.string()};
        }
        is_ours_ = true;
        for (const auto& left : fs::directory_iterator{path_, failed}) fs::remove_all(left, failed);
        if (failed) return Error{failed, "cannot empty " + path_.string()};
        return {};
    }
    void finished() { is_ours_ = false; }
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
    UniqueFd lock_;
    bool is_ours_ = false;
};

// Those that are there now; which of them are needed is not known yet.
void copy_most_blobs(const fs::path& from, const fs::path& to) {
    const auto stored = blobs::stored_blobs(from);
    if (!stored) return;  // what is needed and cannot be read is told when it is copied
    for (const auto& blob : *stored) {
        const auto copied = blobs::copy_blob(from, to, blob.sha256);
        if (!copied && copied.error().code == blobs::Errc::disk_full) return;
    }
}

Result<void> copy_needed_blobs(
    const std::vector<catalog::PromisedBlob>& needed, const fs::path& from, const fs::path& to
) {
    for (const auto& blob : needed) {
        auto copied = blobs::copy_blob(from, to, blob.sha256);
        if (copied) continue;
        auto error = copied.error();
        if (error.code == blobs::Errc::missing || error.code == blobs::Errc::damaged) {
            error.detail = "blob " + blob.sha256.hex() + " (" + blob.needed_by + ") " +
                           (error.code == blobs::Errc::missing ? "is not there" : "is damaged") +
                           "; `ingestd check` tells all that is damaged";
        }
        return error;
    }
    return {};
}

// What was copied beforehand and belongs to no moment.
Result<void> remove_other_blobs(
    const std::vector<catalog::PromisedBlob>& needed, const fs::path& root
) {
    const auto stored = blobs::stored_blobs(root);
    if (!stored) return stored.error();
    for (const auto& blob : *stored) {
        const auto found = std::ranges::lower_bound(
            needed, blob.sha256, {}, [](const catalog::PromisedBlob& one) { return one.sha256; }
        );
        if (found != needed.end() && found->sha256 == blob.sha256) continue;
        if (auto removed = blobs::remove_blob(root, blob.sha256); !removed) return removed;
    }
    return {};
}

// A moment, and every blob that it needs in the copy.
Result<Moment> take_moment_with_blobs(const fs::path& data_dir, const fs::path& to) {
    for (int tries = 1;; ++tries) {
        auto moment = take_moment(data_dir);
        if (!moment) return moment;
        auto copied = copy_needed_blobs(moment->blobs, data_dir / "blobs", to / "blobs");
        if (copied) return moment;
        const bool may_have_been_given_up = copied.error().code == blobs::Errc::missing;
        if (!may_have_been_given_up || tries == moments_max) return copied.error();
    }
}

Result<void> make_folder(const fs::path& folder) {
    if (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return {};
    return errno_error("cannot make " + folder.string());
}

// The databases as they were in the moment. `bytes` is left to whoever has all of the copy.
Result<CopyReport> copy_databases(Moment& moment, const fs::path& to, const Tell& tell) {
    if (auto made = make_folder(to / "collections"); !made) return made.error();
    if (auto made = make_folder(to / "blobs"); !made) return made.error();
    CopyReport report;
    auto counts = moment.catalog.counts();
    if (!counts) return counts.error();
    report.counts = *counts;
    report.blobs = moment.blobs.size();
    report.generations = moment.generations.size();
    std::size_t number = 0;
    for (auto& [id, snapshot] : moment.generations) {
        tell(
            "collection " + std::to_string(++number) + " of " + std::to_string(report.generations)
        );
        const auto file = index::generation_file(to / "collections", id);
        if (auto copied = snapshot.copy_to(file); !copied) return copied.error();
    }
    tell("catalog");
    if (auto copied = moment.catalog.copy_to(to / "catalog.db"); !copied) return copied.error();
    for (const auto& file : fs::recursive_directory_iterator{to}) {
        if (file.is_regular_file())
            fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    }
    return report;
}

Result<void> write_note(
    const fs::path& folder, const fs::path& data_dir, const CopyReport& report
) {
    std::ofstream note{folder / backup_note};
    note << "ingestd backup 1\nmade=" << format_timestamp(wall_now())
         << "\nof=" << fs::absolute(data_dir).string() << "\nuploads=" << report.counts.uploads
         << "\nunfinished=" << report.counts.unfinished << "\ndocuments=" << report.counts.documents
         << "\ncollections=" << report.generations << "\nblobs=" << report.blobs << '\n';
    note.flush();
    if (!note) return errno_error("cannot write " + (folder / backup_note).string());
    return {};
}

Result<void> give_name(PartialFolder& partial, const fs::path& destination) {
    if (auto synced = sync_file_system(partial.path()); !synced) return synced;
    if (::rename(partial.path().c_str(), destination.c_str()) != 0) {
        return errno_error("cannot name " + destination.string());
    }
    partial.finished();
    return sync_folder(fs::absolute(destination).parent_path());
}

fs::path without_trailing_slash(fs::path path) {
    return path.has_filename() ? path : path.parent_path();
}

// What restoring makes, in the order in which it gets its place: a server is lost without the last.
constexpr std::string_view parts[] = {"blobs", "collections", "catalog.db"};

// Whether there is nothing but what a restore before left. Changes nothing.
Result<void> is_free(const fs::path& data_dir) {
    if (const auto holder = find_data_dir_holder(data_dir)) {
        return Error{
            Errc::data_dir_locked,
            data_dir.string() + " is in use by another ingestd (" + *holder +
                "): restore to a directory of its own"};
    }
    std::error_code failed;
    if (!fs::exists(data_dir, failed)) return {};
    const bool was_restoring = fs::exists(data_dir / restoring, failed);
    for (const auto& entry : fs::directory_iterator{data_dir, failed}) {
        const auto name = entry.path().filename().string();
        if (name == "lock" || name == restoring) continue;
        if (was_restoring && std::ranges::find(parts, name) != std::end(parts)) continue;
        return Error{
            Errc::holds_data,
            data_dir.string() + " holds " + name +
                " already: restore to an empty directory, and start the server on that one"};
    }
    if (failed) return Error{failed, "cannot read " + data_dir.string()};
    return {};
}

// What a restore that was interrupted had put in its place.
Result<void> remove_leftovers(const fs::path& data_dir) {
    std::error_code failed;
    if (!fs::exists(data_dir / restoring, failed)) return {};
    for (const auto part : parts) {
        fs::remove_all(data_dir / part, failed);
        if (failed) return Error{failed, "cannot empty " + data_dir.string()};
    }
    return {};
}

Result<void> put_in_place(const fs::path& partial, const fs::path& data_dir) {
    if (auto synced = sync_file_system(partial); !synced) return synced;
    for (const auto part : parts) {
        if (::rename((partial / part).c_str(), (data_dir / part).c_str()) != 0) {
            return errno_error("cannot name " + (data_dir / part).string());
        }
    }
    std::error_code failed;
    fs::remove(partial, failed);
    if (failed) return Error{failed, "cannot remove " + partial.string()};
    return sync_folder(data_dir);
}

}  // namespace

Result<CopyReport> back_up(const fs::path& data_dir, const fs::path& wanted, const Tell& tell) {
    const auto destination = without_trailing_slash(wanted);
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(destination, ignored))) {
        return Error{
            Errc::destination_exists,
            destination.string() + " is there already: a backup is never overwritten"};
    }
    if (auto room = has_room_for(bytes_below(data_dir), destination); !room) return room.error();
    auto partial_path = destination;
    partial_path += ".partial";
    PartialFolder partial{partial_path};
    if (auto made = partial.make(); !made) return made.error();
    tell("blobs");
    copy_most_blobs(data_dir / "blobs", partial.path() / "blobs");
    auto moment = take_moment_with_blobs(data_dir, partial.path());
    if (!moment) return moment.error();
    auto report = copy_databases(*moment, partial.path(), tell);
    if (!report) return report;
    if (auto removed = remove_other_blobs(moment->blobs, partial.path() / "blobs"); !removed) {
        return removed.error();
    }
    report->bytes = bytes_below(partial.path());
    if (auto noted = write_note(partial.path(), data_dir, *report); !noted) return noted.error();
    if (auto named = give_name(partial, destination); !named) return named.error();
    return report;
}

Result<CopyReport> restore(const fs::path& backup, const fs::path& data_dir, const Tell& tell) {
    if (auto free = is_free(data_dir); !free) return free.error();
    const auto lock = lock_data_dir(data_dir);
    if (!lock) return lock.error();
    if (auto removed = remove_leftovers(data_dir); !removed) return removed.error();
    if (auto room = has_room_for(bytes_below(backup), data_dir); !room) return room.error();
    PartialFolder partial{data_dir / restoring};
    if (auto made = partial.make(); !made) return made.error();
    auto moment = take_quiet_moment(backup);
    if (!moment) return moment.error();
    auto needed = moment->catalog.blobs();
    if (!needed) return needed.error();
    moment->blobs = std::move(*needed);
    tell("blobs");
    const auto blobs = copy_needed_blobs(moment->blobs, backup / "blobs", partial.path() / "blobs");
    if (!blobs) return blobs.error();
    auto report = copy_databases(*moment, partial.path(), tell);
    if (!report) return report;
    report->bytes = bytes_below(partial.path());
    if (auto given = give_to_owner_of(data_dir, data_dir); !given) return given.error();
    partial.finished(
    );  // from here on it stays where placing fails: no server starts on half of it
    if (auto placed = put_in_place(partial.path(), data_dir); !placed) return placed.error();
    return report;
}

Result<void> can_be_served(const fs::path& data_dir) {
    std::error_code ignored;
    if (fs::exists(data_dir / backup_note, ignored)) {
        return Error{
            Errc::not_a_data_dir,
            data_dir.string() + " is a backup: `ingestd restore " + data_dir.string() +
                " --data-dir DIR` makes a data directory of it"};
    }
    if (fs::exists(data_dir / restoring, ignored)) {
        return Error{
            Errc::not_a_data_dir,
            "a restore into " + data_dir.string() +
                " has not ended: run the same `ingestd restore` again"};
    }
    return {};
}

}  // namespace ingestd::app
