// How a database answers when it cannot do what was asked.
#pragma once

#include <string_view>
#include <type_traits>
#include <utility>

#include <boost/system/error_code.hpp>

#include <ingestd/base/errc.hpp>
#include <ingestd/base/error_thrown.hpp>
#include <ingestd/base/result.hpp>

struct sqlite3;

namespace ingestd::sqlite {

//   sync_failed   the disk could not promise what was written; nothing of it may be taken as stored
//   newer_schema  the file was written by a later version of this program
enum class Errc {
    corrupt = 1,
    newer_schema,
    busy,
    disk_full,
    sync_failed,
    read_only,
    constraint,
    cannot_open,
    io,
    closed,
    failed,
};

std::string_view describe(Errc value);
// What the disk denies (room, writing, reading, syncing) and a held database are everybody's words:
// errno's conditions; the rest is our own.
boost::system::error_condition condition_of(Errc value);
inline boost::system::error_code make_error_code(Errc value) {
    return make_room_code<Errc>("sqlite", value);
}

// The library's (extended) result code in our words.
Errc errc_of(int result_code);

// The last failure on `database` as an Error: what was tried, and SQLite's own words for it.
Error last_error(sqlite3* database, std::string_view what);

// What a statement throws. Readers that give plain values let it pass; writers meet it as a Result.
class Failure : public ErrorThrown {
public:
    using ErrorThrown::ErrorThrown;
};

}  // namespace ingestd::sqlite

template <>
struct boost::system::is_error_code_enum<ingestd::sqlite::Errc> : std::true_type {};
