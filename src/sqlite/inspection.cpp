#include <memory>

#include <ingestd/sqlite/errc.hpp>
#include <ingestd/sqlite/inspection.hpp>
#include <sqlite3.h>
#include <unistd.h>

namespace ingestd::sqlite {
namespace {

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};

// A medium that nobody can write to needs no lock, and has no place for one.
bool is_on_read_only_medium(const std::filesystem::path& file) {
    const auto folder = file.has_parent_path() ? file.parent_path() : ".";
    std::error_code ignored;
    return ::access(folder.c_str(), W_OK) != 0 && std::filesystem::exists(file, ignored) &&
           !std::filesystem::exists(file.string() + "-wal", ignored);
}

Result<void> copy(sqlite3* from, sqlite3* to, const std::string& what) {
    auto* const backup = sqlite3_backup_init(to, "main", from, "main");
    if (backup == nullptr) return last_error(to, what);
    const int stepped = sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    if (stepped == SQLITE_DONE && finished == SQLITE_OK) return {};
    if (finished != SQLITE_OK) return last_error(to, what);
    return Error{errc_of(stepped), what + ": " + sqlite3_errstr(stepped)};
}

}  // namespace

Result<Connection> open_for_inspection(const std::filesystem::path& file) {
    const auto access = is_on_read_only_medium(file) ? Access::immutable : Access::read_only;
    return Connection::open(file, {.access = access});
}

std::uint64_t schema_version(Connection& connection) {
    auto version = connection.query("PRAGMA user_version");
    version.step();
    return version.integer<std::uint64_t>(0);
}

std::vector<std::string> integrity_problems(Connection& connection, std::uint32_t limit) {
    std::vector<std::string> problems;
    const auto pragma = "PRAGMA integrity_check(" + std::to_string(limit) + ")";
    const auto gather = [](void* into, int, char** columns, char**) {
        const std::string line = columns[0] ? columns[0] : "";
        if (line != "ok") static_cast<std::vector<std::string>*>(into)->push_back(line);
        return 0;
    };
    auto* const database = connection.handle();
    if (sqlite3_exec(database, pragma.c_str(), gather, &problems, nullptr) != SQLITE_OK) {
        throw Failure{last_error(database, "integrity_check")};
    }
    return problems;
}

std::vector<std::string> reference_problems(Connection& connection, std::uint32_t limit) {
    std::vector<std::string> problems;
    auto rows = connection.query("PRAGMA foreign_key_check");
    while (problems.size() < limit && rows.step()) {
        problems.push_back(
            "a row of " + rows.string(0) + " refers to a row of " + rows.string(2) +
            " that is not there"
        );
    }
    return problems;
}

Result<void> copy_database(Connection& connection, const std::filesystem::path& to) {
    sqlite3* opened = nullptr;
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(to.c_str(), &opened, flags, nullptr);
    const std::unique_ptr<sqlite3, CloseDatabase> target{opened};
    const auto what = "copy to " + to.string();
    if (code != SQLITE_OK) return last_error(opened, what);
    // Whoever asked syncs once for all files: until then there is nothing to roll back to.
    constexpr const char* unsynced = "PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF";
    if (sqlite3_exec(opened, unsynced, nullptr, nullptr, nullptr) != SQLITE_OK) {
        return last_error(opened, what);
    }
    return copy(connection.handle(), opened, what);
}

Result<Connection> temporary_copy(Connection& connection) {
    auto opened = Connection::open("");  // SQLite's name for a file that it deletes at once
    if (!opened) return opened;
    auto copied = copy(connection.handle(), opened->handle(), "copy to a temporary file");
    if (!copied) return copied.error();
    return opened;
}

}  // namespace ingestd::sqlite
