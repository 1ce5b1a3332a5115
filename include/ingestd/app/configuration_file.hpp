// The configuration file: one `name = value` a line.
//
//   # a comment, a line of its own or after a value
//   port     = 9000
//   data-dir = "/srv/my documents"      quotes keep spaces and '#'; \" and \\ inside them
//   allow-host = docs.example.org, docs.example.com
//
// Names are the flags' without the dashes. There are no sections.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/app/configuration.hpp>
#include <ingestd/base/result.hpp>

namespace ingestd::app {

// What the file sets, in its order, and what is wrong with its lines ("ingestd.conf:3: …").
// Whether a name exists and its value is good, resolve() says.
struct ConfigurationFile {
    std::vector<Setting> settings;
    std::vector<std::string> problems;
};

// Pure.  file_name: for the messages
ConfigurationFile parse_configuration_file(std::string_view text, std::string_view file_name);

//   errors  errno: not there, not readable; Errc::bad_configuration_file: over 1 MiB
Result<ConfigurationFile> read_configuration_file(const std::filesystem::path& file);

}  // namespace ingestd::app
