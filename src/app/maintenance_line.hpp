// check, backup and restore on the command line.
#pragma once

#include <optional>
#include <string>

#include <ingestd/app/command_line.hpp>

#include "given_options.hpp"

namespace CLI {
class App;
}

namespace ingestd::app {

// REQUIRES: does not move between declare() and the end of parsing
class MaintenanceLine {
public:
    void declare(CLI::App& app);
    // The one that was asked for; nullopt: none of these.
    std::optional<Command> command(const Environment& environment) const;

private:
    CLI::App* check_app_ = nullptr;
    CLI::App* backup_app_ = nullptr;
    CLI::App* restore_app_ = nullptr;
    Given check_given_, backup_given_, restore_given_;
    bool is_json_ = false;
    std::string destination_;
    std::string backup_;
};

}  // namespace ingestd::app
