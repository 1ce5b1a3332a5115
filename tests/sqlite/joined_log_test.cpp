#include <map>
#include <string>
#include <vector>

#include <ingestd/sqlite/connection.hpp>
#include <ingestd/sqlite/transaction.hpp>
#include <sqlite3.h>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::sqlite {
namespace {

// The usual file system, which notes what is done to logs.
class NotingFileSystem {
public:
    static constexpr const char* name = "ingestd-noting";

    NotingFileSystem() {
        done().clear();
        fail_writes() = false;
        usual() = *sqlite3_vfs_find("unix");
        vfs() = usual();
        vfs().zName = name;
        vfs().xOpen = open;
        sqlite3_vfs_register(&vfs(), 0);
    }
    ~NotingFileSystem() { sqlite3_vfs_unregister(&vfs()); }

    // "w" for each write, "s" for each sync.
    static std::string& done() {
        static std::string steps;
        return steps;
    }
    static bool& fail_writes() {
        static bool fails = false;
        return fails;
    }

private:
    static sqlite3_vfs& usual() {
        static sqlite3_vfs found;
        return found;
    }
    static sqlite3_vfs& vfs() {
        static sqlite3_vfs made;
        return made;
    }
    static const sqlite3_io_methods*& usual_methods() {
        static const sqlite3_io_methods* found = nullptr;
        return found;
    }
    static int open(sqlite3_vfs* self, const char* path, sqlite3_file* file, int flags, int* out) {
        const int code = usual().xOpen(self, path, file, flags, out);
        if (code != SQLITE_OK || !(flags & SQLITE_OPEN_WAL)) return code;
        usual_methods() = file->pMethods;
        static sqlite3_io_methods made;
        made = *file->pMethods;
        made.xWrite = [](sqlite3_file* log, const void* bytes, int count, sqlite3_int64 at) {
            done() += 'w';
            if (fail_writes()) return SQLITE_FULL;
            return usual_methods()->xWrite(log, bytes, count, at);
        };
        made.xSync = [](sqlite3_file* log, int how) {
            done() += 's';
            return usual_methods()->xSync(log, how);
        };
        file->pMethods = &made;
        return code;
    }
};

Connection opened(const std::filesystem::path& file, ConnectionSettings settings = {}) {
    settings.vfs = NotingFileSystem::name;
    auto connection = Connection::open(file, settings);
    REQUIRE(connection);
    return std::move(*connection);
}

void insert(Connection& connection, int rows) {
    const std::string text(1000, 'x');
    WriteTransaction transaction{connection};
    for (int i = 0; i < rows; ++i)
        connection.query("INSERT INTO letters VALUES (:text)").bind(":text", text).run();
    transaction.commit();
}

std::int64_t count(Connection& connection) {
    auto query = connection.query("SELECT count(*) FROM letters WHERE length(text) = 1000");
    query.step();
    return query.integer(0);
}

TEST_CASE("the pages of a commit are written at once, and then synced", "[sqlite][joined_log]") {
    const NotingFileSystem files;
    const test::TemporaryDirectory directory;
    auto connection = opened(directory / "a.db");
    connection.execute("CREATE TABLE letters (text)");
    insert(connection, 1);
    NotingFileSystem::done().clear();

    insert(connection, 20);

    CHECK(NotingFileSystem::done() == "ws");
}

TEST_CASE("a long commit is written in parts", "[sqlite][joined_log]") {
    const NotingFileSystem files;
    const test::TemporaryDirectory directory;
    auto connection = opened(directory / "a.db");
    connection.execute("CREATE TABLE letters (text)");
    insert(connection, 1);
    NotingFileSystem::done().clear();

    insert(connection, 200);  // some 210 KB

    CHECK(NotingFileSystem::done() == "wwwws");
    CHECK(count(connection) == 201);
}

TEST_CASE(
    "what a transaction had to put into the log early it reads back", "[sqlite][joined_log]"
) {
    const NotingFileSystem files;
    const test::TemporaryDirectory directory;
    auto connection = opened(directory / "a.db", {.cache_bytes = 64 * 1024});
    connection.execute("CREATE TABLE letters (text)");

    const std::string text(1000, 'x');
    {
        WriteTransaction transaction{connection};
        for (int i = 0; i < 500; ++i) {
            connection.query("INSERT INTO letters VALUES (:text)").bind(":text", text).run();
            if (i % 100 == 99) CHECK(count(connection) == i + 1);
        }
        transaction.commit();
    }

    CHECK(count(connection) == 500);
    auto reader = opened(directory / "a.db", {.access = Access::read_only});
    CHECK(count(reader) == 500);
}

TEST_CASE("what could not be written is not committed, and can be later", "[sqlite][joined_log]") {
    const NotingFileSystem files;
    const test::TemporaryDirectory directory;
    auto connection = opened(directory / "a.db");
    connection.execute("CREATE TABLE letters (text)");
    auto reader = opened(directory / "a.db", {.access = Access::read_only});

    NotingFileSystem::fail_writes() = true;
    CHECK_THROWS_AS(insert(connection, 20), Failure);
    NotingFileSystem::fail_writes() = false;
    CHECK(count(reader) == 0);
    insert(connection, 7);

    CHECK(count(reader) == 7);
    CHECK(count(connection) == 7);
}

TEST_CASE(
    "a transaction that has lost some of its pages cannot be committed", "[sqlite][joined_log]"
) {
    const NotingFileSystem files;
    const test::TemporaryDirectory directory;
    auto connection = opened(directory / "a.db", {.cache_bytes = 64 * 1024});
    connection.execute("CREATE TABLE letters (text NOT NULL)");
    connection.execute("BEGIN IMMEDIATE");
    // More than the cache holds: some of it waits for the log.
    connection.execute(
        "INSERT INTO letters WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1"
        " FROM numbers WHERE n < 70) SELECT printf('%.1000c', 'x') FROM numbers"
    );
    // One statement that has to read it back, and of which SQLite takes back no more than itself.
    NotingFileSystem::fail_writes() = true;
    CHECK_THROWS_AS(
        connection.execute("INSERT INTO letters SELECT text FROM letters ORDER BY 1"), Failure
    );
    NotingFileSystem::fail_writes() = false;
    REQUIRE(connection.in_transaction());
    CHECK_THROWS_AS(connection.execute("COMMIT"), Failure);
    if (connection.in_transaction()) connection.execute("ROLLBACK");

    CHECK(count(connection) == 0);
    insert(connection, 7);
    CHECK(count(connection) == 7);
    CHECK(connection.quick_check());
}

}  // namespace
}  // namespace ingestd::sqlite
