#include "joined_log.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <vector>

#include <sqlite3.h>

namespace ingestd::sqlite {
namespace {

constexpr std::size_t joined_bytes_max = 64 * 1024;
constexpr std::size_t frame_head_bytes = 24;  // sqlite.org/walformat.html

// What SQLite gets for a log. The file that it stands before lies behind it, in the same memory.
struct Log {
    sqlite3_file base;  // first: SQLite sees this
    sqlite3_int64 begin = 0;
    std::vector<char> held;  // to be written from `begin` on
    // From here on stands what SQLite takes for written and is not. It has been told of a failure
    // since, but may have taken back no more than a statement: the transaction must not commit.
    std::optional<sqlite3_int64> lost_from;
};

constexpr std::size_t below_at = (sizeof(Log) + alignof(std::max_align_t) - 1) /
                                 alignof(std::max_align_t) * alignof(std::max_align_t);

Log& log_of(sqlite3_file* file) {
    return *reinterpret_cast<Log*>(file);
}
sqlite3_file* below(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + below_at);
}

int write_held(sqlite3_file* file) {
    auto& log = log_of(file);
    if (log.held.empty()) return SQLITE_OK;
    const int code = below(file)->pMethods->xWrite(
        below(file), log.held.data(), static_cast<int>(log.held.size()), log.begin
    );
    log.held.clear();
    if (code != SQLITE_OK && !log.lost_from) log.lost_from = log.begin;
    return code;
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
    auto& log = log_of(file);
    const auto size = static_cast<std::size_t>(count);
    // The next transaction begins where the last one that was committed ends, so at or before it,
    // with the head of the log or of a frame. This one may still change pages there, without heads.
    const bool is_head = at == 0 || size == frame_head_bytes;
    if (log.lost_from && is_head && at <= *log.lost_from) log.lost_from.reset();
    if (log.lost_from) return SQLITE_IOERR_WRITE;
    const auto held = log.held.size();
    const bool is_next = at == log.begin + static_cast<sqlite3_int64>(held);
    if (!is_next || held + size > joined_bytes_max) {
        if (const int code = write_held(file); code != SQLITE_OK) return code;
    }
    if (size > joined_bytes_max)
        return below(file)->pMethods->xWrite(below(file), bytes, count, at);
    try {
        log.held.reserve(joined_bytes_max);
    } catch (const std::bad_alloc&) {
        return SQLITE_IOERR_NOMEM;
    }
    if (log.held.empty()) log.begin = at;
    const auto* const from = static_cast<const char*>(bytes);
    log.held.insert(log.held.end(), from, from + size);
    return SQLITE_OK;
}

// Of every other function: first what is held, then the same of the file below.
template <auto member, class... Given>
int after_held(sqlite3_file* file, Given... given) {
    if (const int code = write_held(file); code != SQLITE_OK) return code;
    return (below(file)->pMethods->*member)(below(file), given...);
}

int read(sqlite3_file* file, void* into, int count, sqlite3_int64 at) {
    if (const int code = write_held(file); code != SQLITE_OK) return code;
    const auto lost_from = log_of(file).lost_from;
    if (lost_from && at + count > *lost_from) return SQLITE_IOERR_READ;
    return below(file)->pMethods->xRead(below(file), into, count, at);
}

int close(sqlite3_file* file) {
    const int written = write_held(file);
    const int closed = below(file)->pMethods->xClose(below(file));
    std::destroy_at(&log_of(file));
    return written != SQLITE_OK ? written : closed;
}

int sector_size(sqlite3_file* file) {
    return below(file)->pMethods->xSectorSize(below(file));
}
int characteristics(sqlite3_file* file) {
    return below(file)->pMethods->xDeviceCharacteristics(below(file));
}

using Methods = sqlite3_io_methods;

// Version 1: nobody maps a log, and its locks are the database's.
constexpr Methods methods{
    .iVersion = 1,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = after_held<&Methods::xTruncate, sqlite3_int64>,
    .xSync = after_held<&Methods::xSync, int>,
    .xFileSize = after_held<&Methods::xFileSize, sqlite3_int64*>,
    .xLock = after_held<&Methods::xLock, int>,
    .xUnlock = after_held<&Methods::xUnlock, int>,
    .xCheckReservedLock = after_held<&Methods::xCheckReservedLock, int*>,
    .xFileControl = after_held<&Methods::xFileControl, int, void*>,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr};

// All but opening is the file system's below.
struct FileSystem : sqlite3_vfs {
    std::string name;
    sqlite3_vfs* below;
};

int open(sqlite3_vfs* self, const char* path, sqlite3_file* file, int flags, int* out) {
    auto* const usual = static_cast<FileSystem*>(self)->below;
    if (!(flags & SQLITE_OPEN_WAL)) return usual->xOpen(usual, path, file, flags, out);
    file->pMethods = nullptr;
    auto* const opened = below(file);
    opened->pMethods = nullptr;
    const int code = usual->xOpen(usual, path, opened, flags, out);
    if (code != SQLITE_OK) {
        if (opened->pMethods) opened->pMethods->xClose(opened);
        return code;
    }
    auto* const log = new (file) Log{};
    log->base.pMethods = &methods;
    return SQLITE_OK;
}

}  // namespace

sqlite3_vfs* joined_log(const char* name_below) {
    static std::mutex lock;
    // Never destroyed: SQLite knows it to the end.
    static auto& made = *new std::map<sqlite3_vfs*, std::unique_ptr<FileSystem>>;
    auto* const usual = sqlite3_vfs_find(name_below);
    if (!usual) return nullptr;
    const std::lock_guard guard{lock};
    auto& file_system = made[usual];
    if (!file_system) {
        file_system = std::make_unique<FileSystem>();
        static_cast<sqlite3_vfs&>(*file_system) = *usual;
        file_system->below = usual;
        file_system->name = std::string{"joined-log-over-"} + usual->zName;
        file_system->zName = file_system->name.c_str();
        file_system->szOsFile += static_cast<int>(below_at);
        file_system->pNext = nullptr;
        file_system->xOpen = open;
        // Without it the file cannot be opened by that name, and says so.
        static_cast<void>(sqlite3_vfs_register(file_system.get(), 0));
    }
    return file_system.get();
}

}  // namespace ingestd::sqlite
