#include <atomic>
#include <cstdio>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/log.hpp>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace ingestd::log {
namespace {

std::atomic<Level> level_from{Level::info};

// The message is already the whole line, so the pattern adds nothing. stderr: the standard output
// belongs to what a command prints.
spdlog::logger& sink() {
    static const auto logger = [] {
        auto made = std::make_shared<spdlog::logger>(
            "ingestd", std::make_shared<spdlog::sinks::stderr_sink_mt>()
        );
        made->set_pattern("%v");
        made->set_level(spdlog::level::trace);
        return made;
    }();
    return *logger;
}

constexpr std::string_view name_of(Level level) {
    switch (level) {
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warn:
            return "warn";
        case Level::error:
            return "error";
    }
    return "error";
}

bool is_plain(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '_' || c == '.' || c == '/' || c == ':' || c == '+' || c == '@' || c == '%' ||
           c == ',';
}

}  // namespace

void set_level(Level level) {
    level_from = level;
}
bool is_enabled(Level level) {
    return level >= level_from.load(std::memory_order_relaxed);
}

std::string quote_unless_plain(std::string_view value) {
    bool plain = !value.empty();
    for (const char c : value) plain = plain && is_plain(c);
    if (plain) return std::string{value};
    std::string out = "\"";
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte >= 0x7F) {
            // Terminals act on control bytes, and bidirectional marks reorder what is read.
            char escaped[8];
            std::snprintf(escaped, sizeof escaped, "\\x%02x", byte);
            out += escaped;
        } else {
            out += c;
        }
    }
    return out += '"';
}

Field kv(std::string_view key, double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", value);
    return {key, text};
}

void Logger::write(Level level, std::string_view event, std::string_view fields) const {
    std::string line = format_timestamp(wall_now());
    for (const auto part : {name_of(level), room_, event}) {
        line += ' ';
        line += part;
    }
    line += fields;
    sink().info(line);
}

}  // namespace ingestd::log
