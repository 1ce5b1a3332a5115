#include "maintenance_line.hpp"

#include <CLI/CLI.hpp>

namespace ingestd::app {
namespace {

constexpr std::string_view check_examples =
    R"(Changes nothing, and does not mind a server that runs on the directory; it also checks a backup.

Exit status: 0 all that was promised is there, 1 damage was found, 2 it could not be checked.

Examples:
  ingestd check --data-dir /var/lib/ingestd
  ingestd check --json | jq '.problems[].where'
)";

constexpr std::string_view backup_examples =
    R"(While the server runs, or not. What is there of DEST is whole: it is made as DEST.partial first. DEST
must not exist.

Exit status: 0 the backup is there, 1 it failed, 2 it could not begin.

Example:
  ingestd backup /srv/backups/$(date +%F) --data-dir /var/lib/ingestd
)";

constexpr std::string_view restore_examples =
    R"(Checks the backup first. The data directory must hold nothing; unfinished uploads go on when a server
is started on it. It may be restored beside a server that runs on another directory.

Exit status: 0 restored, 1 the backup is damaged or it failed, 2 it could not begin.

Example:
  ingestd restore /srv/backups/2026-11-26 --data-dir /var/lib/ingestd-restored
)";

CLI::App* add(CLI::App& app, std::string name, std::string does, std::string_view examples) {
    auto* const command = app.add_subcommand(std::move(name), std::move(does));
    command->footer(std::string{examples});
    return command;
}

}  // namespace

void MaintenanceLine::declare(CLI::App& app) {
    check_app_ =
        add(app, "check", "Check that all the server has promised is there", check_examples);
    add_some(*check_app_, {"data-dir"}, check_given_);
    check_app_->add_flag("--json", is_json_, "Print the report as one JSON line");

    backup_app_ =
        add(app, "backup", "Copy a data directory, also while the server runs", backup_examples);
    backup_app_->add_option("DEST", destination_, "The folder to make")->required()->type_name("");
    add_some(*backup_app_, {"data-dir"}, backup_given_);

    restore_app_ = add(app, "restore", "Make a data directory of a backup", restore_examples);
    restore_app_->add_option("SRC", backup_, "The backup")->required()->type_name("");
    add_some(*restore_app_, {"data-dir"}, restore_given_);
}

std::optional<Command> MaintenanceLine::command(const Environment& environment) const {
    const auto* const given = *check_app_     ? &check_given_
                              : *backup_app_  ? &backup_given_
                              : *restore_app_ ? &restore_given_
                                              : nullptr;
    if (!given) return std::nullopt;
    const auto configured = configure(*given, Audience::server, environment);
    if (const auto* wrong = std::get_if<Saying>(&configured)) return *wrong;
    const auto& data_dir = std::get<Configuration>(configured).data_dir;
    if (*check_app_) return CheckCommand{data_dir, is_json_};
    if (*backup_app_) return BackupCommand{data_dir, destination_};
    return RestoreCommand{backup_, data_dir};
}

}  // namespace ingestd::app
