// A file system for SQLite whose syncs fail while `fail_sync` is set, and which has no room while
// `is_full` is; otherwise the usual one.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include <sqlite3.h>

namespace ingestd::test {

class FailingFileSystem {
public:
    static constexpr const char* name = "ingestd-failing";
    static inline std::atomic<bool> fail_sync{false};
    static inline std::atomic<bool> is_full{false};
    static inline std::atomic<int> syncs_until_failure{-1};  // below zero: none fails for it

    //   only_file  fails files alone whose path holds this; and every connection uses it
    explicit FailingFileSystem(const std::string& only_file) : FailingFileSystem{} {
        filter() = only_file;
        sqlite3_vfs_register(&vfs(), 1);
    }
    FailingFileSystem() {
        filter().clear();
        fail_sync = false;
        is_full = false;
        syncs_until_failure = -1;
        usual() = *sqlite3_vfs_find(nullptr);
        vfs() = usual();
        vfs().zName = name;
        vfs().xOpen = open;
        sqlite3_vfs_register(&vfs(), 0);
    }
    ~FailingFileSystem() {
        sqlite3_vfs_unregister(&vfs());
        sqlite3_vfs_register(sqlite3_vfs_find("unix"), 1);
    }

private:
    static sqlite3_vfs& usual() {
        static sqlite3_vfs found;
        return found;
    }
    static std::string& filter() {
        static std::string path;
        return path;
    }
    static sqlite3_vfs& vfs() {
        static sqlite3_vfs made;
        return made;
    }
    // The files are the usual ones; of the table of their functions (database and log have
    // different ones) only xSync and xWrite are ours, and the usual ones are the same in all of
    // them.
    static int open(sqlite3_vfs* self, const char* path, sqlite3_file* file, int flags, int* out) {
        const int code = usual().xOpen(self, path, file, flags, out);
        if (code != SQLITE_OK || !file->pMethods) return code;
        if (!path || std::string_view{path}.find(filter()) == std::string_view::npos) return code;
        static std::mutex lock;
        const std::lock_guard guard{lock};
        static std::map<const sqlite3_io_methods*, sqlite3_io_methods> tables;
        static int (*usual_sync)(sqlite3_file*, int);
        static int (*usual_write)(sqlite3_file*, const void*, int, sqlite3_int64);
        auto [table, is_new] = tables.try_emplace(file->pMethods, *file->pMethods);
        if (is_new) {
            usual_sync = table->second.xSync;
            table->second.xSync = [](sqlite3_file* synced, int how) {
                const bool is_due = syncs_until_failure >= 0 && syncs_until_failure-- == 0;
                return fail_sync || is_due ? SQLITE_IOERR_FSYNC : usual_sync(synced, how);
            };
            usual_write = table->second.xWrite;
            table->second.xWrite =
                [](sqlite3_file* written, const void* bytes, int count, sqlite3_int64 at) {
                    return is_full ? SQLITE_FULL : usual_write(written, bytes, count, at);
                };
        }
        file->pMethods = &table->second;
        return code;
    }
};

}  // namespace ingestd::test
