// The functions by which FTS5 is extended.
#pragma once

#include <ingestd/sqlite/connection.hpp>
#include <sqlite3.h>

namespace ingestd::index {

// FTS5 hands them out through a bound pointer. Null: this SQLite has no FTS5.
inline fts5_api* fts5_api_of(sqlite::Connection& connection) {
    fts5_api* api = nullptr;
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v2(connection.handle(), "SELECT fts5(?1)", -1, &statement, nullptr);
    if (code == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api;
}

}  // namespace ingestd::index
