#include <ingestd/http/enrichment_json.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::http {

nlohmann::ordered_json enrichment_json(const Enrichment& found) {
    using Json = nlohmann::ordered_json;
    Json body{
        {"words", found.words},
        {"characters", found.characters},
        {"sentences", found.sentences},
        {"reading_seconds", reading_seconds(found.words)},
    };
    const auto add_list = [&body](const char* name, const std::vector<std::string>& texts) {
        if (!texts.empty()) body[name] = texts;
    };
    if (found.reading_ease) body["reading_ease"] = *found.reading_ease;
    add_list("dates", found.dates);
    for (const auto& [text, readings] : found.ambiguous_dates)
        body["ambiguous_dates"].push_back({{"text", text}, {"readings", readings}});
    add_list("emails", found.emails);
    add_list("urls", found.urls);
    for (const auto& [enricher, json] : found.added) {
        auto value = Json::parse(json, nullptr, false);
        if (value.is_object()) body[enricher] = std::move(value);
    }
    for (const auto& [enricher, detail] : found.failed)
        body["failed"].push_back({{"enricher", enricher}, {"detail", detail}});
    return body;
}

}  // namespace ingestd::http
