// Files of a model's directory, whole.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <ingestd/base/result.hpp>
#include <nlohmann/json_fwd.hpp>

namespace ingestd::embed {

//   errors  Errc::cannot_open, with the path
Result<std::string> read_model_file(const std::filesystem::path& file);

// An empty object where there is no such file.
//   errors  Errc::cannot_open: it is neither a JSON object nor an array
Result<nlohmann::json> read_model_json(const std::filesystem::path& file);

}  // namespace ingestd::embed
