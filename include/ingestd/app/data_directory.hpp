// Whether a data directory can be opened at all: what is looked at before anything in it is.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace ingestd::app {

// Why the server must not begin on it, with what to do; nullopt: it may. Reads only.
// A catalog that is gone or empty beside documents that are not: begun anew on them, the server
// would take them for left-overs and delete them.
std::optional<std::string> wrong_with_data(const std::filesystem::path& directory);

}  // namespace ingestd::app
