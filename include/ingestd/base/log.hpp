// Structured log lines: an event and its fields, one logger a room.
//
//   log::Logger logger{"pipeline"};
//   logger.info("stage_done", kv("upload", id), kv("chunks", 812));
//   → 2026-11-24T20:07:54.123456+00:00 info pipeline stage_done upload=f47a… chunks=812
//
// error = somebody must act; warn = we coped; info = a state of an upload; debug = a chunk.
// Never content or keys. Values that are not plain are quoted and escaped: file names come from
// strangers.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include <ingestd/base/id.hpp>

namespace ingestd::log {

enum class Level { debug, info, warn, error };

// From this level on lines are written; for the whole program, set once by app before threads
// start.
void set_level(Level level);
bool is_enabled(Level level);

struct Field {
    std::string_view key;
    std::string value;
};

// The value as it stands on the line: itself when plain, else a quoted, escaped string.
std::string quote_unless_plain(std::string_view value);

inline Field kv(std::string_view key, std::string_view value) {
    return {key, quote_unless_plain(value)};
}
inline Field kv(std::string_view key, const char* value) {
    return kv(key, std::string_view{value});
}
inline Field kv(std::string_view key, const std::string& value) {
    return kv(key, std::string_view{value});
}
inline Field kv(std::string_view key, bool value) {
    return {key, value ? "true" : "false"};
}
template <std::integral T>
requires(!std::same_as<T, bool>) Field kv(std::string_view key, T value) {
    return {key, std::to_string(value)};
}
Field kv(std::string_view key, double value);
template <class Tag>
Field kv(std::string_view key, const Id<Tag>& id) {
    return {key, id.str()};
}

//   thread  any
class Logger {
public:
    explicit constexpr Logger(std::string_view room) : room_{room} {}

    template <class... Fields>
    void debug(std::string_view event, Fields&&... fields) const {
        write_if(Level::debug, event, fields...);
    }
    template <class... Fields>
    void info(std::string_view event, Fields&&... fields) const {
        write_if(Level::info, event, fields...);
    }
    template <class... Fields>
    void warn(std::string_view event, Fields&&... fields) const {
        write_if(Level::warn, event, fields...);
    }
    template <class... Fields>
    void error(std::string_view event, Fields&&... fields) const {
        write_if(Level::error, event, fields...);
    }

private:
    template <class... Fields>
    void write_if(Level level, std::string_view event, const Fields&... fields) const {
        if (!is_enabled(level)) return;
        std::string line;
        ((line += ' ', line += fields.key, line += '=', line += fields.value), ...);
        write(level, event, line);
    }
    void write(Level level, std::string_view event, std::string_view fields) const;

    std::string_view room_;
};

}  // namespace ingestd::log

namespace ingestd {
using log::kv;  // reads as in the example above, in every room
}
