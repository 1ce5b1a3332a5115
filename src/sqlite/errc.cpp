#include <ingestd/sqlite/errc.hpp>
#include <sqlite3.h>

namespace ingestd::sqlite {

std::string_view describe(Errc value) {
    switch (value) {
        case Errc::corrupt:
            return "the database file is damaged";
        case Errc::newer_schema:
            return "the database was written by a newer version";
        case Errc::busy:
            return "the database is held by somebody else";
        case Errc::disk_full:
            return "the disk is full";
        case Errc::sync_failed:
            return "the disk could not sync what was written";
        case Errc::read_only:
            return "the database cannot be written";
        case Errc::constraint:
            return "a constraint of the schema does not hold";
        case Errc::cannot_open:
            return "the database file cannot be opened";
        case Errc::io:
            return "the database file cannot be read or written";
        case Errc::closed:
            return "the database takes no more writes after a failed sync";
        case Errc::failed:
            return "the statement failed";
    }
    return "unknown";
}

boost::system::error_condition condition_of(Errc value) {
    namespace conditions = boost::system::errc;
    if (value == Errc::disk_full)
        return conditions::make_error_condition(conditions::no_space_on_device);
    if (value == Errc::busy) {
        return conditions::make_error_condition(conditions::resource_unavailable_try_again);
    }
    if (value == Errc::read_only)
        return conditions::make_error_condition(conditions::read_only_file_system);
    if (value == Errc::io || value == Errc::cannot_open || value == Errc::sync_failed ||
        value == Errc::closed)
        return conditions::make_error_condition(conditions::io_error);
    return {static_cast<int>(value), make_error_code(value).category()};
}

Errc errc_of(int result_code) {
    if (result_code == SQLITE_IOERR_FSYNC || result_code == SQLITE_IOERR_DIR_FSYNC) {
        return Errc::sync_failed;
    }
    switch (result_code & 0xFF) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return Errc::corrupt;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Errc::busy;
        case SQLITE_FULL:
            return Errc::disk_full;
        case SQLITE_READONLY:
            return Errc::read_only;
        case SQLITE_CONSTRAINT:
            return Errc::constraint;
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
            return Errc::cannot_open;
        case SQLITE_IOERR:
            return Errc::io;
        default:
            return Errc::failed;
    }
}

Error last_error(sqlite3* database, std::string_view what) {
    std::string detail{what};
    detail += ": ";
    detail += sqlite3_errmsg(database);
    return {errc_of(sqlite3_extended_errcode(database)), std::move(detail)};
}

}  // namespace ingestd::sqlite
