// What somebody typed, as the command that it asks for.
#pragma once

#include <span>
#include <string>
#include <variant>

#include <ingestd/app/configuration.hpp>
#include <ingestd/app/extract_command.hpp>
#include <ingestd/app/maintenance.hpp>
#include <ingestd/client/commands.hpp>

namespace ingestd::app {

struct ServeCommand {
    Configuration configuration;
};

// Nothing is to be done but to say this: help and version on the standard output (exit status 0),
// what is wrong with the command line or the configuration on the standard error.
struct Saying {
    int exit_status = client::exit_completed;
    std::string text;
};

using Command = std::variant<
    ServeCommand,
    CheckCommand,
    BackupCommand,
    RestoreCommand,
    ExtractCommand,
    client::UploadCommand,
    client::WatchCommand,
    client::SearchCommand,
    client::SyncCommand,
    client::EvalCommand,
    client::ReembedCommand,
    client::McpCommand,
    Saying>;

//   arguments  with the program's name in front, as main() gets them
// Reads the configuration file where one is named by --config or INGESTD_CONFIG.
Command parse_command_line(
    std::span<const char* const> arguments,
    const Environment& environment,
    const std::string& version
);

}  // namespace ingestd::app
