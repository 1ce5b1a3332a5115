// The commands that look after a data directory. Each runs to its end and gives the program's exit
// status: 0 done (the directory is sound), 1 damage was found or it failed, 2 it could not begin.
#pragma once

#include <filesystem>

namespace ingestd::app {

struct CheckCommand {
    std::filesystem::path data_dir;
    bool is_json = false;
};

struct BackupCommand {
    std::filesystem::path data_dir;
    std::filesystem::path destination;
};

struct RestoreCommand {
    std::filesystem::path backup;
    std::filesystem::path data_dir;
};

int run_check(const CheckCommand& command);
int run_backup(const BackupCommand& command);
int run_restore(const RestoreCommand& command);

}  // namespace ingestd::app
