// One use of a prepared statement: bind by name, step, read columns.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <ingestd/base/id.hpp>

struct sqlite3_stmt;

namespace ingestd::sqlite {

// Gives the statement back, reset and unbound, when it dies.
// Failures are thrown: see Connection. A name the statement does not know is our bug: logic_error.
//   thread  its connection's
//   owns    what is bound as a view stays alive and unchanged until the Query dies
class Query {
public:
    Query(sqlite3_stmt* statement, bool* in_use) : statement_{statement}, in_use_{in_use} {}
    Query(Query&& other) noexcept;
    Query& operator=(Query&&) = delete;
    ~Query();

    template <std::integral T>
    Query& bind(const char* name, T value) {
        return bind_integer(name, static_cast<std::int64_t>(value));
    }
    Query& bind(const char* name, double value);
    Query& bind(const char* name, std::string_view text);
    Query& bind(const char* name, const char* text) { return bind(name, std::string_view{text}); }
    Query& bind(const char* name, std::nullptr_t);
    // A temporary is copied.
    template <std::same_as<std::string> T>
    Query& bind(const char* name, T&& text) {
        return bind_copy(name, text);
    }
    // A BLOB; copied, since ids and hashes are short.
    Query& bind(const char* name, std::span<const std::uint8_t> bytes);
    template <class Tag>
    Query& bind(const char* name, const Id<Tag>& id) {
        return bind(name, std::span<const std::uint8_t>{id.bytes});
    }
    template <class T>
    Query& bind(const char* name, const std::optional<T>& value) {
        return value ? bind(name, *value) : bind(name, nullptr);
    }
    // For a function that was registered with the same `type`; to everything else it is NULL.
    //   owns  `pointer` and `type` live as long as the Query
    Query& bind_pointer(const char* name, const void* pointer, const char* type);
    // A BLOB that is not copied.
    Query& bind_bytes(const char* name, std::string_view bytes);

    // Whether there is a (further) row.
    bool step();
    // For statements that give no rows.
    void run();
    // Ready to be bound and run again: what was bound stays.
    void rewind();

    // Columns of the current row, from 0; views are valid until the next step.
    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    template <std::integral T>
    T integer(int column) const {
        return static_cast<T>(integer(column));
    }
    double real(int column) const;
    std::string_view text(int column) const;
    std::string string(int column) const { return std::string{text(column)}; }
    // Sixteen or thirty-two octets into a fixed array; anything else means a damaged file: thrown.
    void octets(int column, std::span<std::uint8_t> out) const;
    template <class AnId>
    AnId id(int column) const {
        AnId read;
        octets(column, read.bytes);
        return read;
    }

private:
    Query& bind_integer(const char* name, std::int64_t value);
    Query& bind_copy(const char* name, std::string_view text);
    int index_of(const char* name);
    Query& bound(int result_code, const char* name);

    sqlite3_stmt* statement_;
    bool* in_use_;  // null: the statement is this use's own
    int next_ = 1;  // the parameter that is probably bound next: most are in their order
};

}  // namespace ingestd::sqlite
