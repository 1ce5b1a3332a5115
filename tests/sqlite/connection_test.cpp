#include <fstream>
#include <iterator>

#include <ingestd/sqlite/connection.hpp>
#include <ingestd/sqlite/migrations.hpp>
#include <ingestd/sqlite/read_pool.hpp>
#include <ingestd/sqlite/transaction.hpp>
#include <sqlite3.h>

#include "failing_file_system.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::sqlite {
namespace {

using namespace std::literals;

Connection opened(const std::filesystem::path& file, const ConnectionSettings& settings = {}) {
    auto connection = Connection::open(file, settings);
    REQUIRE(connection);
    return std::move(*connection);
}

std::int64_t count(Connection& connection) {
    auto query = connection.query("SELECT count(*) FROM letters");
    query.step();
    return query.integer(0);
}

TEST_CASE("a value that was bound comes back as it was", "[sqlite]") {
    test::TemporaryDirectory directory;
    auto connection = opened(directory / "a.db");
    connection.execute("CREATE TABLE kinds (i, r, t, n, b, u, o)");
    const auto id = UploadId::random();
    const auto text = "a\0b \xE2\x82\xAC"s;
    connection.query("INSERT INTO kinds VALUES (:i, :r, :t, :n, :b, :u, :o)")
        .bind(":i", std::uint64_t{1} << 62)
        .bind(":r", 0.5)
        .bind(":t", text)
        .bind(":n", nullptr)
        .bind_bytes(":b", "\x00\xFF"sv)
        .bind(":u", id)
        .bind(":o", std::optional<int>{})
        .run();

    auto row = connection.query("SELECT i, r, t, n, b, u, o FROM kinds");

    REQUIRE(row.step());
    REQUIRE(row.integer<std::uint64_t>(0) == std::uint64_t{1} << 62);
    REQUIRE(row.real(1) == 0.5);
    REQUIRE(row.text(2) == text);
    REQUIRE(row.is_null(3));
    REQUIRE(row.text(4) == "\x00\xFF"sv);
    REQUIRE(row.id<UploadId>(5) == id);
    REQUIRE(row.is_null(6));
    REQUIRE_FALSE(row.step());
}

TEST_CASE("an empty text is a text and not NULL", "[sqlite]") {
    test::TemporaryDirectory directory;
    auto connection = opened(directory / "a.db");

    auto row = connection.query("SELECT :text IS NULL");
    row.bind(":text", std::string_view{});

    REQUIRE(row.step());
    REQUIRE(row.integer(0) == 0);
}

TEST_CASE("a name that the statement does not have is our bug", "[sqlite]") {
    test::TemporaryDirectory directory;
    auto connection = opened(directory / "a.db");

    auto query = connection.query("SELECT :known");

    REQUIRE_THROWS_AS(query.bind(":unknown", 1), std::logic_error);
}

TEST_CASE("values are bound by their names, in any order and again", "[sqlite]") {
    test::TemporaryDirectory directory;
    auto connection = opened(directory / "a.db");
    auto row = connection.query("SELECT :a, :ab, :b, :a");

    row.bind(":ab", 2).bind(":b", 3).bind(":a", 1);
    REQUIRE(row.step());
    for (int i = 0; i < 4; ++i) CHECK(row.integer(i) == i % 3 + 1);

    row.rewind();
    row.bind(":a", 4).bind(":ab", 5).bind(":ab", 6).bind(":a", 7);
    REQUIRE(row.step());
    CHECK(row.integer(0) == 7);
    CHECK(row.integer(1) == 6);
    CHECK(row.integer(2) == 3);
    CHECK(row.integer(3) == 7);
}

TEST_CASE("a statement given back forgets what was bound", "[sqlite]") {
    test::TemporaryDirectory directory;
    auto connection = opened(directory / "a.db");
    constexpr auto sql = "SELECT :value"sv;
    connection.query(sql).bind(":value", 7).run();

    auto again = connection.query(sql);

    REQUIRE(again.step());
    REQUIRE(again.is_null(0));
}

TEST_CASE("one statement can be in use twice at the same time", "[sqlite]") {
    test::TemporaryDirectory directory;
    auto connection = opened(directory / "a.db");
    constexpr auto sql = "SELECT :value"sv;

    auto outer = connection.query(sql);
    outer.bind(":value", 1);
    auto inner = connection.query(sql);
    inner.bind(":value", 2);

    REQUIRE(outer.step());
    REQUIRE(inner.step());
    REQUIRE(outer.integer(0) == 1);
    REQUIRE(inner.integer(0) == 2);
}

TEST_CASE("a writer syncs every commit of its log", "[sqlite]") {
    test::TemporaryDirectory directory;
    auto connection = opened(directory / "a.db");

    auto mode = connection.query("PRAGMA journal_mode");
    auto synchronous = connection.query("PRAGMA synchronous");
    auto keys = connection.query("PRAGMA foreign_keys");

    REQUIRE((mode.step() && synchronous.step() && keys.step()));
    REQUIRE(mode.text(0) == "wal");
    REQUIRE(synchronous.integer(0) == 2);  // FULL
    REQUIRE(keys.integer(0) == 1);
}

TEST_CASE("a file that is no database is told as damaged and left as it is", "[sqlite]") {
    test::TemporaryDirectory directory;
    const std::string content(8192, 'x');
    std::ofstream{directory / "a.db"} << content;

    const auto connection = Connection::open(directory / "a.db");

    REQUIRE_FALSE(connection);
    REQUIRE(connection.error().code == Errc::corrupt);
    REQUIRE(std::filesystem::file_size(directory / "a.db") == content.size());
}

TEST_CASE("a file in a folder that is not there cannot be opened", "[sqlite]") {
    test::TemporaryDirectory directory;

    const auto connection = Connection::open(directory.path() / "no" / "a.db");

    REQUIRE(connection.error().code == Errc::cannot_open);
}

TEST_CASE("a transaction that was not committed leaves nothing", "[sqlite]") {
    test::TemporaryDirectory directory;
    auto connection = opened(directory / "a.db");
    connection.execute("CREATE TABLE letters (letter)");
    {
        WriteTransaction transaction{connection};
        connection.execute("INSERT INTO letters VALUES ('a')");
        {
            Savepoint kept{connection};
            connection.execute("INSERT INTO letters VALUES ('b')");
            kept.keep();
        }
        {
            Savepoint lost{connection};
            connection.execute("INSERT INTO letters VALUES ('c')");
        }
        REQUIRE(count(connection) == 2);
    }
    REQUIRE(count(connection) == 0);
    REQUIRE_FALSE(connection.in_transaction());
}

TEST_CASE("migrations run once, in order", "[sqlite][migrations]") {
    test::TemporaryDirectory directory;
    constexpr std::string_view steps[] = {
        "CREATE TABLE letters (letter); INSERT INTO letters VALUES ('a')",
        "INSERT INTO letters VALUES ('b')"};
    {
        auto connection = opened(directory / "a.db");
        REQUIRE(migrate(connection, std::span{steps}.first(1)));
        REQUIRE(count(connection) == 1);
    }
    auto connection = opened(directory / "a.db");
    REQUIRE(migrate(connection, steps));
    REQUIRE(migrate(connection, steps));
    REQUIRE(count(connection) == 2);
}

// Each is synced.
int commits_of_migrating(Connection& connection, std::span<const std::string_view> steps) {
    int commits = 0;
    const auto count_one = [](void* counted) {
        ++*static_cast<int*>(counted);
        return 0;
    };
    sqlite3_commit_hook(connection.handle(), count_one, &commits);
    REQUIRE(migrate(connection, steps));
    sqlite3_commit_hook(connection.handle(), nullptr, nullptr);
    return commits;
}

TEST_CASE(
    "a new file gets its schema in one commit, an old one a commit for each step",
    "[sqlite][migrations]"
) {
    test::TemporaryDirectory directory;
    constexpr std::string_view steps[] = {
        "CREATE TABLE letters (letter)",
        "INSERT INTO letters VALUES ('a')",
        "INSERT INTO letters VALUES ('b')"};
    auto made = opened(directory / "new.db");
    auto old = opened(directory / "old.db");
    REQUIRE(migrate(old, std::span{steps}.first(1)));

    REQUIRE(commits_of_migrating(made, steps) == 1);
    REQUIRE(commits_of_migrating(old, steps) == 2);
    REQUIRE(count(made) == 2);
    REQUIRE(count(old) == 2);
}

TEST_CASE("a step that fails leaves an old file at the version before it", "[sqlite][migrations]") {
    test::TemporaryDirectory directory;
    auto connection = opened(directory / "a.db");
    constexpr std::string_view broken[] = {
        "CREATE TABLE letters (letter)", "INSERT INTO letters VALUES ('a'); no sql"};
    constexpr std::string_view mended[] = {
        "CREATE TABLE letters (letter)", "INSERT INTO letters VALUES ('b')"};
    REQUIRE(migrate(connection, std::span{broken}.first(1)));

    REQUIRE(migrate(connection, broken).error().code == Errc::failed);

    REQUIRE(count(connection) == 0);
    REQUIRE(migrate(connection, mended));
    REQUIRE(count(connection) == 1);
}

TEST_CASE("a step that fails leaves a new file without any of them", "[sqlite][migrations]") {
    test::TemporaryDirectory directory;
    auto connection = opened(directory / "a.db");
    constexpr std::string_view broken[] = {"CREATE TABLE letters (letter)", "no sql"};
    constexpr std::string_view mended[] = {
        "CREATE TABLE letters (letter)", "INSERT INTO letters VALUES ('b')"};

    REQUIRE(migrate(connection, broken).error().code == Errc::failed);

    REQUIRE(migrate(connection, mended));
    REQUIRE(count(connection) == 1);
}

TEST_CASE("a file of a later version is refused", "[sqlite][migrations]") {
    test::TemporaryDirectory directory;
    auto connection = opened(directory / "a.db");
    constexpr std::string_view steps[] = {"CREATE TABLE letters (letter)", "SELECT 1"};
    REQUIRE(migrate(connection, steps));

    const auto older = migrate(connection, std::span{steps}.first(1));

    REQUIRE_FALSE(older);
    REQUIRE(older.error().code == Errc::newer_schema);
}

TEST_CASE("readers see what is committed and cannot write", "[sqlite]") {
    test::TemporaryDirectory directory;
    auto writer = opened(directory / "a.db");
    writer.execute("CREATE TABLE letters (letter)");
    ReadPool readers{directory / "a.db", {.access = Access::read_only}};
    auto first = readers.lease();
    auto second = readers.lease();
    REQUIRE(count(*first) == 0);

    writer.execute("INSERT INTO letters VALUES ('a')");

    REQUIRE(count(*first) == 1);
    REQUIRE(count(*second) == 1);
    REQUIRE_THROWS_AS(first->execute("DELETE FROM letters"), Failure);
}

TEST_CASE("a read transaction sees one commit until it ends", "[sqlite]") {
    test::TemporaryDirectory directory;
    auto writer = opened(directory / "a.db");
    writer.execute("CREATE TABLE letters (letter)");
    ReadPool readers{directory / "a.db", {.access = Access::read_only}};
    auto reader = readers.lease();
    {
        const ReadTransaction snapshot{*reader};
        REQUIRE(count(*reader) == 0);
        writer.execute("INSERT INTO letters VALUES ('a')");
        REQUIRE(count(*reader) == 0);
    }
    REQUIRE(count(*reader) == 1);
}

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

// A file of a few pages, and a log that has not been moved into it: as a killed process leaves
// them.
void leave_behind(const std::filesystem::path& file) {
    const auto aside = file.parent_path() / "aside";
    std::filesystem::create_directory(aside);
    {
        auto connection = opened(aside / "a.db");
        connection.execute("CREATE TABLE letters (letter)");
    }
    {
        auto connection = opened(aside / "a.db");
        connection.execute("INSERT INTO letters VALUES (hex(randomblob(50000)))");
        std::filesystem::copy_file(aside / "a.db", file);
        std::filesystem::copy_file(aside / "a.db-wal", file.string() + "-wal");
    }
}

TEST_CASE("settling moves what another process left in the log into the file", "[sqlite]") {
    test::TemporaryDirectory directory;
    leave_behind(directory / "a.db");
    auto connection = opened(directory / "a.db");
    REQUIRE(std::filesystem::file_size(directory / "a.db-wal") > 0);

    REQUIRE(connection.settle());

    CHECK(std::filesystem::file_size(directory / "a.db-wal") == 0);
    CHECK(count(connection) == 1);
}

TEST_CASE(
    "a log that no other process has left is not settled, which would be two syncs", "[sqlite]"
) {
    test::TemporaryDirectory directory;
    auto connection = opened(directory / "a.db");
    connection.execute("CREATE TABLE letters (letter)");

    REQUIRE(connection.settle());

    CHECK(std::filesystem::file_size(directory / "a.db-wal") > 0);
}

TEST_CASE("a log that cannot be settled for a failed sync is an error", "[sqlite]") {
    const test::FailingFileSystem disk;
    test::TemporaryDirectory directory;
    leave_behind(directory / "a.db");
    auto connection = opened(directory / "a.db", {.vfs = test::FailingFileSystem::name});
    test::FailingFileSystem::fail_sync = true;

    const auto settled = connection.settle();

    REQUIRE_FALSE(settled);
    CHECK(settled.error().code == Errc::sync_failed);
}

TEST_CASE("a full disk leaves the log as it is, and the file can be used", "[sqlite]") {
    const test::FailingFileSystem disk;
    test::TemporaryDirectory directory;
    leave_behind(directory / "a.db");
    auto connection = opened(directory / "a.db", {.vfs = test::FailingFileSystem::name});
    test::FailingFileSystem::is_full = true;

    CHECK(connection.settle());
    CHECK(count(connection) == 1);
    test::FailingFileSystem::is_full = false;
}

TEST_CASE("a flipped page is found, and neither file nor log is touched", "[sqlite][damaged]") {
    test::TemporaryDirectory directory;
    const auto file = directory / "a.db";
    {
        auto connection = opened(file);
        connection.execute("CREATE TABLE letters (letter)");
        connection.execute("INSERT INTO letters VALUES (hex(randomblob(50000)))");
    }
    {
        std::fstream damaged{file, std::ios::in | std::ios::out | std::ios::binary};
        damaged.seekp(4096);  // the second page: the table's root
        for (int i = 0; i < 4096; ++i) damaged.put('\xA5');
    }
    const auto before = bytes_of(file);

    {
        auto connection = opened(file, {.keeps_log = true});
        const auto checked = connection.quick_check();
        REQUIRE_FALSE(checked);
        CHECK(checked.error().code == Errc::corrupt);
        CHECK_FALSE(checked.error().detail.empty());
    }

    CHECK(bytes_of(file) == before);
}

TEST_CASE("a truncated file keeps its log when it is refused", "[sqlite][damaged]") {
    test::TemporaryDirectory directory;
    const auto file = directory / "a.db";
    leave_behind(file);
    std::filesystem::resize_file(file, 4096);
    const auto log = bytes_of(file.string() + "-wal");
    const auto before = bytes_of(file);

    {
        auto connection = Connection::open(file, {.keeps_log = true});
        if (connection) static_cast<void>(connection->quick_check());
    }

    CHECK(bytes_of(file) == before);
    CHECK(bytes_of(file.string() + "-wal") == log);
}

}  // namespace
}  // namespace ingestd::sqlite
