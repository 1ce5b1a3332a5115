// A disk that forgets what was not synced when its power is cut.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include <ingestd/base/result.hpp>
#include <sqlite3.h>

namespace ingestd::test {

// Between two steps at which the power goes. Instrumented code is slow: there a few stand for all.
#ifdef INGESTD_SANITIZED
inline constexpr std::size_t power_cut_stride = 13;
#else
inline constexpr std::size_t power_cut_stride = 1;
#endif

// In the place of SQLite's usual file system for as long as it lives. Nothing is really synced:
// what a sync promises is kept here. Names of files are taken to be on the disk at once; what is
// written into them is not.
//   thread  any; one of them at a time
class PowerCutDisk {
public:
    // What becomes of writes that were not synced when the power went.
    enum class Unsynced {
        lost,
        kept,
        torn,  // of each sector of 512 bytes one or the other, whatever the order was
    };

    PowerCutDisk() {
        of_all() = this;
        usual() = *sqlite3_vfs_find(nullptr);
        vfs() = usual();
        vfs().zName = "ingestd-power-cut";
        vfs().xOpen = open;
        vfs().xDelete = remove;
        sqlite3_vfs_register(&vfs(), 1);
    }
    PowerCutDisk(const PowerCutDisk&) = delete;
    PowerCutDisk& operator=(const PowerCutDisk&) = delete;
    ~PowerCutDisk() {
        sqlite3_vfs_unregister(&vfs());
        sqlite3_vfs_register(sqlite3_vfs_find("unix"), 1);
    }

    // The power goes at the `step`th write, sync, truncation or removal: that one is not done, nor
    // is any after it.
    void cut_at(std::size_t step) { cut_at_ = step; }
    bool is_cut() const {
        const std::lock_guard guard{lock_};
        return is_cut_;
    }

    // What is found on the disk afterwards, as files in `directory`.
    void restore(const std::filesystem::path& directory, Unsynced unsynced, unsigned seed) const {
        const std::lock_guard guard{lock_};
        std::mt19937 random{seed};
        for (const auto& [path, disk] : disks_) {
            auto content = disk.synced;
            for (const auto& write : disk.pending) apply(write, content, unsynced, random);
            std::ofstream{directory / std::filesystem::path{path}.filename(), std::ios::binary}
                << content;
        }
    }

private:
    static constexpr std::size_t sector = 512;

    // A truncation when `is_truncation`: to `at` bytes.
    struct Write {
        std::size_t at = 0;
        std::string bytes;
        bool is_truncation = false;
    };
    struct Disk {
        std::string synced;
        std::vector<Write> pending;
    };

    static void put(std::string& content, std::size_t at, std::string_view bytes) {
        if (content.size() < at + bytes.size()) content.resize(at + bytes.size());
        content.replace(at, bytes.size(), bytes);
    }

    static void apply(
        const Write& write, std::string& content, Unsynced unsynced, std::mt19937& random
    ) {
        const auto stays = [&] {
            return unsynced == Unsynced::kept || (unsynced == Unsynced::torn && random() % 2 == 0);
        };
        if (write.is_truncation) {
            if (stays()) content.resize(write.at);
            return;
        }
        const std::string_view bytes{write.bytes};
        for (std::size_t from = 0; from < bytes.size(); from += sector) {
            if (stays()) put(content, write.at + from, bytes.substr(from, sector));
        }
    }

    // Notes a step; false: there is no power any more.
    bool step() {
        is_cut_ = is_cut_ || ++steps_ == cut_at_;
        return !is_cut_;
    }

    // Which disk file an open file is, and the functions that it had.
    struct Open {
        std::string path;
        const sqlite3_io_methods* usual;
    };

    static PowerCutDisk*& of_all() {
        static PowerCutDisk* one = nullptr;
        return one;
    }
    static sqlite3_vfs& usual() {
        static sqlite3_vfs found;
        return found;
    }
    static sqlite3_vfs& vfs() {
        static sqlite3_vfs made;
        return made;
    }
    static const sqlite3_io_methods* table_of(const sqlite3_io_methods* usual) {
        static std::map<const sqlite3_io_methods*, sqlite3_io_methods> tables;
        auto [table, is_new] = tables.try_emplace(usual, *usual);
        if (is_new) {
            table->second.xWrite = write;
            table->second.xSync = sync;
            table->second.xTruncate = truncate;
            table->second.xClose = close;
        }
        return &table->second;
    }

    static int open(sqlite3_vfs* self, const char* path, sqlite3_file* file, int flags, int* out) {
        const int code = usual().xOpen(self, path, file, flags, out);
        if (code != SQLITE_OK || !file->pMethods || !path) return code;
        constexpr int kept = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL;
        if (!(flags & kept)) return code;
        auto& disk = *of_all();
        const std::lock_guard guard{disk.lock_};
        const auto [found, is_new] = disk.disks_.try_emplace(path);
        if (is_new) {
            std::ifstream there{path, std::ios::binary};
            found->second.synced = {std::istreambuf_iterator<char>{there}, {}};
        }
        disk.open_[file] = {path, file->pMethods};
        file->pMethods = table_of(file->pMethods);
        return code;
    }
    static int remove(sqlite3_vfs* self, const char* path, int sync_folder) {
        auto& disk = *of_all();
        const std::lock_guard guard{disk.lock_};
        if (!disk.step()) return SQLITE_IOERR_DELETE;
        disk.disks_.erase(path);
        return usual().xDelete(self, path, sync_folder);
    }
    static int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
        auto& disk = *of_all();
        const std::lock_guard guard{disk.lock_};
        const auto& open = disk.open_.at(file);
        const bool had_power = !disk.is_cut_;
        const bool has_power = disk.step();
        if (had_power) {  // the last may have got there in part
            disk.disks_[open.path].pending.push_back(
                {static_cast<std::size_t>(at),
                 std::string{static_cast<const char*>(bytes), static_cast<std::size_t>(count)}}
            );
        }
        return has_power ? open.usual->xWrite(file, bytes, count, at) : SQLITE_IOERR_WRITE;
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 bytes) {
        auto& disk = *of_all();
        const std::lock_guard guard{disk.lock_};
        const auto& open = disk.open_.at(file);
        if (!disk.step()) return SQLITE_IOERR_TRUNCATE;
        disk.disks_[open.path].pending.push_back({static_cast<std::size_t>(bytes), {}, true});
        return open.usual->xTruncate(file, bytes);
    }
    static int sync(sqlite3_file* file, int) {
        auto& disk = *of_all();
        const std::lock_guard guard{disk.lock_};
        if (!disk.step()) return SQLITE_IOERR_FSYNC;
        auto& written = disk.disks_[disk.open_.at(file).path];
        std::mt19937 unused;
        for (const auto& write : written.pending)
            apply(write, written.synced, Unsynced::kept, unused);
        written.pending.clear();
        return SQLITE_OK;
    }
    static int close(sqlite3_file* file) {
        auto& disk = *of_all();
        const std::lock_guard guard{disk.lock_};
        const auto found = disk.open_.find(file);
        const auto* const usual_methods = found->second.usual;
        disk.open_.erase(found);
        return usual_methods->xClose(file);
    }

    mutable std::mutex lock_;
    // guarded by lock_
    std::size_t cut_at_ = 0;  // 0: never
    std::size_t steps_ = 0;
    bool is_cut_ = false;
    std::map<std::string, Disk> disks_;  // by path
    std::map<sqlite3_file*, Open> open_;
};

// Calls `call(done)` and gives what `done` was called with, or an error once the power is gone:
// what waits for the disk is then answered only when its store closes.
template <class T, class Call>
Result<T> answer_before_cut(const PowerCutDisk& disk, Call&& call) {
    const auto promise = std::make_shared<std::promise<Result<T>>>();
    auto future = promise->get_future();
    call([promise](Result<T> result) { promise->set_value(std::move(result)); });
    while (future.wait_for(std::chrono::milliseconds{1}) != std::future_status::ready) {
        if (disk.is_cut())
            return Error{std::make_error_code(std::errc::io_error), "the power went"};
    }
    return future.get();
}

}  // namespace ingestd::test
