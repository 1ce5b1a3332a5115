// Looking at a database file without changing it: is it sound, and a copy of one moment of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/sqlite/connection.hpp>

namespace ingestd::sqlite {

// For reading alone, beside whoever writes; also from a medium that cannot be written to.
//   errors  as Connection::open
Result<Connection> open_for_inspection(const std::filesystem::path& file);

// How many migrations the file has seen (PRAGMA user_version).
std::uint64_t schema_version(Connection& connection);

// What SQLite finds wrong with the file's pages, tables and indexes, at most `limit` sentences of
// it. Throws Failure where it cannot even be looked at.
std::vector<std::string> integrity_problems(Connection& connection, std::uint32_t limit);

// Rows that refer to rows which are not there, a sentence each.
std::vector<std::string> reference_problems(Connection& connection, std::uint32_t limit);

// Copies what `connection` sees: the snapshot of its transaction where it is in one. Not synced.
//   to      REQUIRES: is not there yet
//   errors  Errc::{disk_full, io, corrupt, cannot_open}
Result<void> copy_database(Connection& connection, const std::filesystem::path& to);

// The same into a database that is gone with its connection, which may do with it what it likes.
Result<Connection> temporary_copy(Connection& connection);

}  // namespace ingestd::sqlite
