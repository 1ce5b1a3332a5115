#include "model_files.hpp"

#include <fstream>
#include <iterator>

#include <ingestd/base/units.hpp>
#include <ingestd/embed/errc.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::embed {
namespace {

constexpr auto file_bytes_max = 256_MiB;  // vocabularies of the largest models have some tens

}

Result<std::string> read_model_file(const std::filesystem::path& file) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error) return Error{Errc::cannot_open, file.string() + ": " + error.message()};
    if (size > file_bytes_max) return Error{Errc::cannot_open, file.string() + " is too large"};
    std::ifstream stream{file, std::ios::binary};
    std::string content(size, '\0');
    if (!stream.read(content.data(), static_cast<std::streamsize>(size)))
        return Error{Errc::cannot_open, file.string() + " cannot be read"};
    return content;
}

Result<nlohmann::json> read_model_json(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) return nlohmann::json::object();
    const auto content = read_model_file(file);
    if (!content) return content.error();
    auto json = nlohmann::json::parse(*content, nullptr, false);
    if (!json.is_object() && !json.is_array())
        return Error{Errc::cannot_open, file.string() + " is no JSON"};
    return json;
}

}  // namespace ingestd::embed
