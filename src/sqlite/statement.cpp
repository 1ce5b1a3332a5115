#include <cstring>
#include <stdexcept>
#include <utility>

#include <ingestd/sqlite/errc.hpp>
#include <ingestd/sqlite/statement.hpp>
#include <sqlite3.h>

namespace ingestd::sqlite {
namespace {

[[noreturn]] void throw_last_error(sqlite3_stmt* statement, std::string_view what) {
    throw Failure{last_error(sqlite3_db_handle(statement), what)};
}

std::uint64_t size_of(std::string_view bytes) {
    return static_cast<std::uint64_t>(bytes.size());
}

// SQLite takes a null pointer for NULL, also where the length is 0.
const char* data_of(std::string_view bytes) {
    return bytes.data() ? bytes.data() : "";
}

}  // namespace

Query::Query(Query&& other) noexcept
    : statement_{std::exchange(other.statement_, nullptr)}, in_use_{other.in_use_} {}

Query::~Query() {
    if (!statement_) return;
    if (!in_use_) {
        sqlite3_finalize(statement_);
        return;
    }
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    *in_use_ = false;
}

int Query::index_of(const char* name) {
    const auto* const next = sqlite3_bind_parameter_name(statement_, next_);
    if (next && std::strcmp(next, name) == 0) return next_++;
    const int index = sqlite3_bind_parameter_index(statement_, name);
    if (index == 0) {
        throw std::logic_error{std::string{name} + " is not in: " + sqlite3_sql(statement_)};
    }
    next_ = index + 1;
    return index;
}

Query& Query::bound(int result_code, const char* name) {
    if (result_code != SQLITE_OK) throw_last_error(statement_, std::string{"bind "} + name);
    return *this;
}

Query& Query::bind_integer(const char* name, std::int64_t value) {
    return bound(sqlite3_bind_int64(statement_, index_of(name), value), name);
}

Query& Query::bind(const char* name, double value) {
    return bound(sqlite3_bind_double(statement_, index_of(name), value), name);
}

Query& Query::bind(const char* name, std::string_view text) {
    const auto code = sqlite3_bind_text64(
        statement_, index_of(name), data_of(text), size_of(text), SQLITE_STATIC, SQLITE_UTF8
    );
    return bound(code, name);
}

Query& Query::bind_copy(const char* name, std::string_view text) {
    const auto code = sqlite3_bind_text64(
        statement_, index_of(name), data_of(text), size_of(text), SQLITE_TRANSIENT, SQLITE_UTF8
    );
    return bound(code, name);
}

Query& Query::bind(const char* name, std::nullptr_t) {
    return bound(sqlite3_bind_null(statement_, index_of(name)), name);
}

Query& Query::bind(const char* name, std::span<const std::uint8_t> bytes) {
    const auto code = sqlite3_bind_blob64(
        statement_, index_of(name), bytes.data(), bytes.size(), SQLITE_TRANSIENT
    );
    return bound(code, name);
}

Query& Query::bind_bytes(const char* name, std::string_view bytes) {
    const auto code = sqlite3_bind_blob64(
        statement_, index_of(name), data_of(bytes), size_of(bytes), SQLITE_STATIC
    );
    return bound(code, name);
}

Query& Query::bind_pointer(const char* name, const void* pointer, const char* type) {
    const auto code =
        sqlite3_bind_pointer(statement_, index_of(name), const_cast<void*>(pointer), type, nullptr);
    return bound(code, name);
}

bool Query::step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    throw_last_error(statement_, "step");
}

void Query::run() {
    while (step()) {
    }
    rewind();
}

void Query::rewind() {
    sqlite3_reset(statement_);
}

bool Query::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Query::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

double Query::real(int column) const {
    return sqlite3_column_double(statement_, column);
}

std::string_view Query::text(int column) const {
    // As a BLOB: no conversion, and bytes after a NUL belong to it.
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    const auto bytes = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return data ? std::string_view{data, bytes} : std::string_view{};
}

void Query::octets(int column, std::span<std::uint8_t> out) const {
    const auto bytes = text(column);
    if (bytes.size() != out.size()) {
        throw Failure{{Errc::corrupt, "an id or a hash of the wrong length"}};
    }
    std::copy(bytes.begin(), bytes.end(), out.begin());
}

}  // namespace ingestd::sqlite
