// SQLite's own writes and syncs as fault points of `ingestd-faulty`: the usual file system with a
// point before each, put in the place of the default one before main begins.
#include <cerrno>

#include <ingestd/base/fault_point.hpp>
#include <sqlite3.h>

namespace ingestd {
namespace {

const FaultPoint before_log_write{"sqlite.log.before_write"};
const FaultPoint before_log_sync{"sqlite.log.before_sync"};
const FaultPoint log_synced{"sqlite.log.synced"};
const FaultPoint before_file_write{"sqlite.file.before_write"};
const FaultPoint before_file_sync{"sqlite.file.before_sync"};
const FaultPoint file_synced{"sqlite.file.synced"};

enum class Kind { log, file };

sqlite3_vfs usual;

// The functions of a file differ between database and log, so each kind has a table of its own.
template <Kind kind>
struct Functions {
    static inline const sqlite3_io_methods* before;

    static int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
        const auto& point = kind == Kind::log ? before_log_write : before_file_write;
        if (point.fails()) return errno == ENOSPC ? SQLITE_FULL : SQLITE_IOERR_WRITE;
        return before->xWrite(file, bytes, count, at);
    }
    static int sync(sqlite3_file* file, int how) {
        const auto& point = kind == Kind::log ? before_log_sync : before_file_sync;
        if (point.fails()) return SQLITE_IOERR_FSYNC;
        const int code = before->xSync(file, how);
        (kind == Kind::log ? log_synced : file_synced).pass();
        return code;
    }
    static const sqlite3_io_methods* table(const sqlite3_io_methods* found) {
        static const sqlite3_io_methods made = [found] {
            before = found;
            auto table = *found;
            table.xWrite = write;
            table.xSync = sync;
            return table;
        }();
        return &made;
    }
};

int open(sqlite3_vfs* self, const char* path, sqlite3_file* file, int flags, int* out) {
    const int code = usual.xOpen(self, path, file, flags, out);
    if (code != SQLITE_OK || !file->pMethods) return code;
    if (flags & SQLITE_OPEN_WAL) file->pMethods = Functions<Kind::log>::table(file->pMethods);
    if (flags & SQLITE_OPEN_MAIN_DB) file->pMethods = Functions<Kind::file>::table(file->pMethods);
    return code;
}

[[maybe_unused]] const bool is_registered = [] {
    static sqlite3_vfs made;
    usual = *sqlite3_vfs_find(nullptr);
    made = usual;
    made.zName = "ingestd-faulty";
    made.xOpen = open;
    return sqlite3_vfs_register(&made, 1) == SQLITE_OK;
}();

}  // namespace
}  // namespace ingestd
