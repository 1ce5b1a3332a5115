#include "enrichment_column.hpp"

#include <vector>

#include <nlohmann/json.hpp>

namespace ingestd::index {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;

std::string print(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

void add(json& column, const char* name, const Texts& texts) {
    if (!texts.empty()) column[name] = texts;
}

const json& member(const json& object, const char* name) {
    static const json none;
    const auto found = object.is_object() ? object.find(name) : object.end();
    return found == object.end() ? none : *found;
}

std::string text_at(const json& object, const char* name) {
    const auto& value = member(object, name);
    return value.is_string() ? value.get<std::string>() : std::string{};
}

Texts texts_at(const json& object, const char* name) {
    Texts texts;
    const auto& list = member(object, name);
    if (!list.is_array()) return texts;
    for (const auto& value : list) {
        if (value.is_string()) texts.push_back(value.get<std::string>());
    }
    return texts;
}

}  // namespace

std::optional<std::string> to_column(const Enrichment& found) {
    json column;
    if (found.reading_ease) column["reading_ease"] = *found.reading_ease;
    add(column, "dates", found.dates);
    for (const auto& [text, readings] : found.ambiguous_dates)
        column["ambiguous_dates"].push_back({{"text", text}, {"readings", readings}});
    add(column, "emails", found.emails);
    add(column, "urls", found.urls);
    for (const auto& [enricher, detail] : found.failed)
        column["failed"].push_back({{"enricher", enricher}, {"detail", detail}});
    for (const auto& [enricher, text] : found.added)
        column["added"][enricher] = json::parse(text, nullptr, false);
    if (column.is_null()) return std::nullopt;
    return print(column);
}

void read_enrichment(std::string_view column, Enrichment& found) {
    if (column.empty()) return;
    const auto read = json::parse(column, nullptr, false);
    if (const auto& ease = member(read, "reading_ease"); ease.is_number())
        found.reading_ease = ease.get<double>();
    found.dates = texts_at(read, "dates");
    for (const auto& date : member(read, "ambiguous_dates")) {
        auto readings = texts_at(date, "readings");
        if (readings.size() != 2) continue;
        found.ambiguous_dates.push_back(
            {text_at(date, "text"), {std::move(readings[0]), std::move(readings[1])}}
        );
    }
    found.emails = texts_at(read, "emails");
    found.urls = texts_at(read, "urls");
    for (const auto& failure : member(read, "failed")) {
        auto enricher = text_at(failure, "enricher");
        if (!enricher.empty())
            found.failed.push_back({std::move(enricher), text_at(failure, "detail")});
    }
    const auto& added = member(read, "added");
    if (!added.is_object()) return;
    for (const auto& [enricher, value] : added.items())
        found.added.push_back({enricher, print(value)});
}

}  // namespace ingestd::index
