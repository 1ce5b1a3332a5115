// libyaml's events, owned. Private to the room.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <yaml.h>

namespace ingestd::formats {

//   line, column  from 1
//   problem       in the parser's words, without content
struct YamlFault {
    std::size_t line = 0;
    std::size_t column = 0;
    std::string problem;
};

// Parses as it goes; expands no alias.
class YamlEvents {
public:
    //   text  UTF-8, must remain while this lives
    explicit YamlEvents(std::string_view text);
    ~YamlEvents();
    YamlEvents(const YamlEvents&) = delete;
    YamlEvents& operator=(const YamlEvents&) = delete;

    // nullptr: the end of the stream, or a fault. Valid until the next call.
    const yaml_event_t* next();
    std::size_t position() const { return parser_.mark.index; }  // in characters; only grows
    const std::optional<YamlFault>& fault() const { return fault_; }

private:
    yaml_parser_t parser_{};
    yaml_event_t event_{};
    std::optional<YamlFault> fault_;
};

}  // namespace ingestd::formats
