// source: sqlite.org/bindptr.html: a pointer that no SQL text can make up
#include "row_holds.hpp"

#include <sqlite3.h>

namespace ingestd::index {
namespace {

constexpr const char* pointer_type = "ingestd_asked_rows";

void holds_row(sqlite3_context* context, int, sqlite3_value** values) {
    auto* const asked = static_cast<AskedRows*>(sqlite3_value_pointer(values[0], pointer_type));
    if (!asked) return sqlite3_result_int(context, 0);
    ++asked->count;
    sqlite3_result_int(context, asked->rows->contains(sqlite3_value_int64(values[1])) ? 1 : 0);
}

}  // namespace

void register_row_holds(sqlite::Connection& connection) {
    constexpr int flags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
    const int code = sqlite3_create_function_v2(
        connection.handle(),
        "ingestd_holds",
        2,
        flags,
        nullptr,
        holds_row,
        nullptr,
        nullptr,
        nullptr
    );
    if (code != SQLITE_OK)
        throw sqlite::Failure{sqlite::last_error(connection.handle(), "register ingestd_holds")};
}

void bind_rows(sqlite::Query& query, const char* name, AskedRows& asked) {
    query.bind_pointer(name, &asked, pointer_type);
}

}  // namespace ingestd::index
