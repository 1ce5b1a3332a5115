// What several answers are made of. Private to the room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace ingestd::http {

using Json = nlohmann::ordered_json;  // Json(x), never Json{x}: braces make a list of one

// One line, so that what `curl` shows ends where the prompt begins.
inline std::string print(const Json& body) {
    return body.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// JSON that we stored as text: an event, a user's metadata.
inline Json stored_object(std::string_view text) {
    Json value = Json::parse(text, nullptr, false);
    return value.is_object() ? value : Json::object();
}

// Pages count from 1; 0 says that the format has none.
inline Json page_number(std::uint32_t page) {
    return page == 0 ? Json() : Json(page);
}

inline Json cursor(std::string_view next) {
    return next.empty() ? Json() : Json(next);
}

// {name: [each of `values` as `view` gives it]}
template <class Values, class View>
Json list(std::string_view name, const Values& values, View view) {
    Json entries = Json::array();
    for (const auto& value : values) entries.push_back(view(value));
    Json body = Json::object();
    body[std::string{name}] = std::move(entries);
    return body;
}

}  // namespace ingestd::http
