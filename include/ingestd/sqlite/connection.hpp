// One connection to one database file, and the statements prepared on it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include <ingestd/base/result.hpp>
#include <ingestd/sqlite/errc.hpp>
#include <ingestd/sqlite/statement.hpp>

struct sqlite3;
struct sqlite3_stmt;

namespace ingestd::sqlite {

//   immutable  read only, of a file that nobody writes while it is open: without locks and without
//   the
//              files beside it
enum class Access { read_write, read_only, immutable };

//   page_bytes           only for a file that does not exist yet
//   cache_bytes          pages held in memory by this connection
//   can_shrink           unused pages can be given back to the disk (PRAGMA incremental_vacuum);
//                        only for a file that does not exist yet
//   checkpoint_at_bytes  size of the log at which a commit also moves it into the file (writers
//                        only)
//   keeps_log            closing leaves file and log as they are, until settle(): for a file that
//                        may turn out to be damaged
//   vfs                  a registered file system of another name, for fault injection; null: the
//                        usual
struct ConnectionSettings {
    Access access = Access::read_write;
    std::uint32_t page_bytes = 4096;
    std::uint32_t cache_bytes = 4u << 20;
    std::uint32_t checkpoint_at_bytes = 4u << 20;
    bool can_shrink = false;
    bool keeps_log = false;
    const char* vfs = nullptr;
};

// WAL, synchronous FULL: what a commit has answered for survives a loss of power.
// A statement that fails throws sqlite::Failure; WriteQueue and open() turn it into a Result.
//   thread  one at a time
class Connection {
public:
    //   errors  Errc::{corrupt, cannot_open, busy, read_only, disk_full, io}
    static Result<Connection> open(
        const std::filesystem::path& file, const ConnectionSettings& settings = {}
    );
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    // The statement, prepared the first time and kept; free for the next use when `Query` dies.
    // Asked for again while it is in use, a second one is prepared for that use alone.
    // REQUIRES: `sql` stays where it is, and what it is, as long as the connection (a constant): it
    // is known by its place.
    Query query(std::string_view sql);

    // Runs every statement of a script, rows ignored.
    void execute(const char* script);

    // Reads the whole structure of the file.  errors: Errc::corrupt, with what is wrong first
    Result<void> quick_check();

    // Moves what the log holds into the file, synced. An earlier process may have died of a sync
    // that failed: the system then shows its log as written and may forget it all the same, and
    // what is appended to such a log is lost with it. So nothing is, before this. Nothing to do
    // where opening found no log.
    //   errors  Errc::{corrupt, sync_failed}; where there is no room for it the log is left as it
    //   is
    Result<void> settle();

    bool in_transaction() const;
    std::int64_t last_insert_row() const;
    std::int64_t changed_rows() const;  // by the last statement
    sqlite3* handle() const { return database_.get(); }

private:
    struct Close {
        void operator()(sqlite3* database) const;
    };
    struct Prepared;
    // Statements are long, and one is asked for some times a chunk: what they say is not looked at.
    struct BySqlPlace {
        std::size_t operator()(std::string_view sql) const {
            return std::hash<const char*>{}(sql.data());
        }
        bool operator()(std::string_view a, std::string_view b) const {
            return a.data() == b.data() && a.size() == b.size();
        }
    };

    Connection();
    void configure(const ConnectionSettings& settings);
    bool is_new();  // nothing was ever written to its file
    sqlite3_stmt* prepare(std::string_view sql, unsigned flags);

    std::unique_ptr<sqlite3, Close> database_;
    bool found_log_ = false;  // when it was opened
    // Statements die before their database.
    std::unordered_map<std::string_view, std::unique_ptr<Prepared>, BySqlPlace, BySqlPlace>
        prepared_;
};

// Runs `work`; the Failure that it throws becomes its Result.
template <class Work>
auto as_result(Work&& work) -> decltype(work()) {
    try {
        return work();
    } catch (const Failure& failure) {
        return failure.error;
    }
}

}  // namespace ingestd::sqlite
