#include <cstdint>
#include <system_error>

#include <ingestd/sqlite/connection.hpp>
#include <ingestd/sqlite/errc.hpp>
#include <sqlite3.h>

#include "joined_log.hpp"

namespace ingestd::sqlite {
namespace {

// Long enough for a checkpoint of another connection to end, short enough to be noticed.
constexpr int busy_wait_ms = 5000;

void set(sqlite3* database, const char* name, long long value) {
    const std::string pragma = std::string{"PRAGMA "} + name + "=" + std::to_string(value);
    if (sqlite3_exec(database, pragma.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw Failure{last_error(database, pragma)};
    }
}

// source: sqlite.org/uri.html
std::string immutable_uri(const std::filesystem::path& file) {
    std::string uri = "file:";
    for (const char c : std::filesystem::absolute(file).string()) {
        if (c == '%' || c == '?' || c == '#') {
            constexpr std::string_view digits = "0123456789abcdef";
            uri += {'%', digits[static_cast<unsigned char>(c) >> 4], digits[c & 0xF]};
        } else {
            uri += c;
        }
    }
    return uri + "?immutable=1";
}

bool has_log(const std::filesystem::path& database) {
    auto log = database;
    log += "-wal";
    std::error_code none;
    const auto bytes = std::filesystem::file_size(log, none);
    return !none && bytes > 0;
}

// What a commit does when the log has grown to `at_pages`. A log that cannot be moved now is moved
// later; but of a sync that failed the writer has to know, and SQLite's own hook keeps it to
// itself.
int move_log_when_due(void* at_pages, sqlite3* database, const char* name, int pages) {
    if (pages < static_cast<int>(reinterpret_cast<std::intptr_t>(at_pages))) return SQLITE_OK;
    const int code =
        sqlite3_wal_checkpoint_v2(database, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    return errc_of(code) == Errc::sync_failed ? code : SQLITE_OK;
}

// Nobody asks how much memory the library has, and counting takes a lock at each allocation. Once
// it is in use (by a program that has opened a database otherwise) it is too late, and harmless.
void leave_memory_uncounted() {
    [[maybe_unused]] static const int answer = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace

struct Connection::Prepared {
    sqlite3_stmt* statement;
    bool in_use = false;
    ~Prepared() { sqlite3_finalize(statement); }
};

void Connection::Close::operator()(sqlite3* database) const {
    sqlite3_close_v2(database);
}

Connection::Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&& other) noexcept {
    prepared_.clear();
    database_ = std::move(other.database_);
    found_log_ = other.found_log_;
    prepared_ = std::move(other.prepared_);
    return *this;
}
Connection::~Connection() = default;

Result<Connection> Connection::open(
    const std::filesystem::path& file, const ConnectionSettings& settings
) {
    leave_memory_uncounted();
    const bool is_writer = settings.access == Access::read_write;
    const bool is_immutable = settings.access == Access::immutable;
    // NOMUTEX: a connection is used by one thread at a time, so the library need not lock.
    const int flags =
        SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
        (is_writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY) |
        (is_immutable ? SQLITE_OPEN_URI : 0);
    const auto name = is_immutable ? immutable_uri(file) : file.string();
    const bool found_log = has_log(file);
    sqlite3* database = nullptr;
    const auto* const joined = is_writer ? joined_log(settings.vfs) : nullptr;
    const char* const vfs = joined ? joined->zName : settings.vfs;
    const int code = sqlite3_open_v2(name.c_str(), &database, flags, vfs);
    Connection connection;
    connection.database_.reset(database);
    connection.found_log_ = found_log;
    // A log that is made now is empty, and goes again.
    if (database && settings.keeps_log && found_log)
        sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    if (code != SQLITE_OK) return last_error(database, "open " + file.filename().string());
    const auto configured = as_result([&]() -> Result<void> {
        connection.configure(settings);
        return {};
    });
    if (!configured) return configured.error();
    return connection;
}

void Connection::configure(const ConnectionSettings& settings) {
    auto* database = database_.get();
    sqlite3_busy_timeout(database, busy_wait_ms);
    // What a stranger's file holds must not run code of ours; nothing here needs it.
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    set(database, "cache_size", -static_cast<long long>(settings.cache_bytes >> 10));
    // No mmap: with it a failing disk or a shortened file is a SIGBUS that ends the process,
    // instead of an error that ends one task.
    set(database, "mmap_size", 0);
    if (settings.access != Access::read_write) {
        execute("PRAGMA query_only=ON");
        execute("SELECT 1 FROM sqlite_schema");  // a file that is no database is told here
        return;
    }
    set(database, "page_size", settings.page_bytes);
    // On a file that is there it would be a write, before anybody knows whether that file is sound.
    if (settings.can_shrink && is_new()) execute("PRAGMA auto_vacuum=INCREMENTAL");
    execute("PRAGMA journal_mode=WAL");
    execute("PRAGMA synchronous=FULL");
    execute("PRAGMA foreign_keys=ON");
    // Deleted content is overwritten where that costs no further write (Debian's build says always,
    // which doubles what FTS5 writes when it merges).
    execute("PRAGMA secure_delete=FAST");
    const std::intptr_t at_pages = settings.checkpoint_at_bytes / settings.page_bytes;
    sqlite3_wal_hook(database, move_log_when_due, reinterpret_cast<void*>(at_pages));
    // After a burst the log goes back to its usual size.
    set(database, "journal_size_limit", 4LL * settings.checkpoint_at_bytes);
}

bool Connection::is_new() {
    auto pages = query("PRAGMA page_count");
    return pages.step() && pages.integer(0) == 0;
}

sqlite3_stmt* Connection::prepare(std::string_view sql, unsigned flags) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(
        database_.get(), sql.data(), static_cast<int>(sql.size()), flags, &statement, nullptr
    );
    if (code != SQLITE_OK) {
        throw Failure{last_error(database_.get(), "prepare")};
    }
    return statement;
}

Query Connection::query(std::string_view sql) {
    auto& kept = prepared_[sql];
    if (!kept) {
        // A statement that cannot be prepared leaves nothing behind.
        try {
            kept.reset(new Prepared{prepare(sql, SQLITE_PREPARE_PERSISTENT)});
        } catch (...) {
            prepared_.erase(sql);
            throw;
        }
    }
    if (kept->in_use) return {prepare(sql, 0), nullptr};
    kept->in_use = true;
    return {kept->statement, &kept->in_use};
}

void Connection::execute(const char* script) {
    if (sqlite3_exec(database_.get(), script, nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw Failure{last_error(database_.get(), "execute")};
    }
}

Result<void> Connection::quick_check() {
    return as_result([&]() -> Result<void> {
        auto check = query("PRAGMA quick_check(1)");
        check.step();
        if (check.text(0) == "ok") return {};
        return Error{Errc::corrupt, check.string(0)};
    });
}

Result<void> Connection::settle() {
    if (!found_log_) return {};
    auto* database = database_.get();
    const int code =
        sqlite3_wal_checkpoint_v2(database, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    const auto failed = errc_of(code);
    if (code != SQLITE_OK && (failed == Errc::sync_failed || failed == Errc::corrupt))
        return last_error(database, "settle the log");
    sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    return {};
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(database_.get()) == 0;
}
std::int64_t Connection::last_insert_row() const {
    return sqlite3_last_insert_rowid(database_.get());
}
std::int64_t Connection::changed_rows() const {
    return sqlite3_changes64(database_.get());
}

}  // namespace ingestd::sqlite
