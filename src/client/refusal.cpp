// An answer that is none, in words.
#include <ingestd/client/http_client.hpp>
#include <ingestd/client/terminal_text.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::client {
namespace {

using Json = nlohmann::json;

std::string text_at(const Json& from, const char* name) {
    const auto found = from.is_object() ? from.find(name) : from.end();
    if (found == from.end() || !found->is_string()) return {};
    return harmless_line(found->get<std::string>());
}

}  // namespace

std::string describe_refusal(const HttpAnswer& answer) {
    const auto json = Json::parse(answer.body, nullptr, false);
    auto title = text_at(json, "title");
    if (title.empty()) title = harmless_line(answer.reason);
    auto text = "the server refused: " + std::to_string(answer.status) + ' ' + title;
    if (const auto detail = text_at(json, "detail"); !detail.empty()) text += ": " + detail;
    if (!json.is_object() || !json.contains("errors") || !json["errors"].is_array()) return text;
    if (json["errors"].size() < 2) return text;  // the detail names the one
    for (const auto& error : json["errors"]) {
        const auto pointer = text_at(error, "pointer");
        text +=
            "\n  " + (pointer.empty() ? "the request" : pointer) + ": " + text_at(error, "detail");
    }
    return text;
}

}  // namespace ingestd::client
