// The options of the table as flags of a command, and what they come to with environment and file.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <ingestd/app/command_line.hpp>
#include <ingestd/app/configuration.hpp>

namespace CLI {
class App;
}

namespace ingestd::app {

// What the flags of the option table were given, and where the file is.
struct Given {
    std::vector<std::pair<const Option*, std::vector<std::string>>> values;
    std::string config;
};

// Adds the flags for `audience`, and --config. `given` must not move until the line is parsed.
void add_table(CLI::App& to, Audience audience, Given& given);
// The same for some of them alone.
void add_some(CLI::App& to, std::initializer_list<std::string_view> names, Given& given);

// What was given by flag, environment and file, taken together.
std::variant<Configuration, Saying> configure(
    const Given& given, Audience audience, const Environment& environment
);

Saying wrong_usage(std::string text);

}  // namespace ingestd::app
