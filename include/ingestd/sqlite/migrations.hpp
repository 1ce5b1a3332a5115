// Brings a file's schema to the version that this program knows.
#pragma once

#include <span>
#include <string_view>

#include <ingestd/base/result.hpp>
#include <ingestd/sqlite/connection.hpp>

namespace ingestd::sqlite {

// Runs those of `steps` that the file has not seen, together with their number (PRAGMA
// user_version: how many steps the file has seen). A new file takes them in one transaction: it has
// the whole schema or none, for one sync. One that holds something takes each in a transaction of
// its own: a step may write all of it anew, and a process that dies goes on with the one that it
// was at.
//   errors  Errc::newer_schema: the file has seen more steps than there are; it is not touched
Result<void> migrate(Connection& connection, std::span<const std::string_view> steps);

}  // namespace ingestd::sqlite
