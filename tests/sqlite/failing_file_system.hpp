// A file system for SQLite whose syncs fail while `fail_sync` is set; otherwise the usual one.
#pragma once

#include <atomic>
#include <map>

#include <sqlite3.h>

namespace ingestd::test {

class FailingFileSystem {
public:
    static constexpr const char* name = "ingestd-failing";
    static inline std::atomic<bool> fail_sync{false};

    FailingFileSystem() {
        fail_sync = false;
        usual() = *sqlite3_vfs_find(nullptr);
        vfs() = usual();
        vfs().zName = name;
        vfs().xOpen = open;
        sqlite3_vfs_register(&vfs(), 0);
    }
    ~FailingFileSystem() { sqlite3_vfs_unregister(&vfs()); }

private:
    static sqlite3_vfs& usual() {
        static sqlite3_vfs found;
        return found;
    }
    static sqlite3_vfs& vfs() {
        static sqlite3_vfs made;
        return made;
    }
    // The files are the usual ones; of the table of their functions (database and log have
    // different ones) only xSync is ours, and the usual xSync is the same in all of them.
    static int open(sqlite3_vfs* self, const char* path, sqlite3_file* file, int flags, int* out) {
        const int code = usual().xOpen(self, path, file, flags, out);
        if (code != SQLITE_OK || !file->pMethods) return code;
        static std::map<const sqlite3_io_methods*, sqlite3_io_methods> tables;
        static int (*usual_sync)(sqlite3_file*, int);
        auto [table, is_new] = tables.try_emplace(file->pMethods, *file->pMethods);
        if (is_new) {
            usual_sync = table->second.xSync;
            table->second.xSync = [](sqlite3_file* synced, int how) {
                return fail_sync ? SQLITE_IOERR_FSYNC : usual_sync(synced, how);
            };
        }
        file->pMethods = &table->second;
        return code;
    }
};

}  // namespace ingestd::test
