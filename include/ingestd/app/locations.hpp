// Where the program keeps and finds its files.
#pragma once

#include <filesystem>

#include <ingestd/app/configuration.hpp>
#include <ingestd/base/result.hpp>

namespace ingestd::app {

// $XDG_DATA_HOME/ingestd, else $HOME/.local/share/ingestd, else ./ingestd-data: the same from
// wherever the server is started.
std::filesystem::path default_data_dir(const Environment& environment);

// The extraction helper: as configured, else `ingestd-extract` beside this program, else in
// ../libexec/ingestd from there.
//   errors  Errc::no_extract_program: none of them can be executed; the detail names what was tried
Result<std::filesystem::path> find_extract_program(const Configuration& configuration);

// Pure but for asking which files can be executed.  program: this program's own file
Result<std::filesystem::path> find_extract_program(
    const Configuration& configuration, const std::filesystem::path& program
);

}  // namespace ingestd::app
