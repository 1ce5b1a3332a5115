#include <ingestd/client/options_field.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::client {

std::optional<std::string> options_field(const ReadingOptions& options) {
    nlohmann::json field = nlohmann::json::object();
    if (!options.password.empty()) field["password"] = options.password;
    if (!options.ocr_languages.empty()) field["ocr"] = {{"languages", options.ocr_languages}};
    if (field.empty()) return std::nullopt;
    return field.dump();
}

}  // namespace ingestd::client
