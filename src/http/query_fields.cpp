#include <charconv>
#include <utility>

#include <ingestd/http/iso_time.hpp>
#include <ingestd/http/json_text.hpp>
#include <ingestd/http/query_fields.hpp>

namespace ingestd::http {

std::string QueryFields::text(std::string_view name) {
    known_.emplace(name);
    return std::string{request_.query_value(name).value_or("")};
}

std::uint32_t QueryFields::limit() {
    const std::string given = text("limit");
    if (!request_.query_value("limit")) return list_limit_default;
    std::uint32_t limit = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), limit);
    const bool is_number = error == std::errc{} && end == given.data() + given.size();
    if (is_number && limit >= 1 && limit <= list_limit_max) return limit;
    refuse("limit", "must be a whole number from 1 to " + std::to_string(list_limit_max));
    return list_limit_default;
}

std::optional<Timestamp> QueryFields::time(std::string_view name) {
    const std::string given = text(name);
    if (!request_.query_value(name)) return std::nullopt;
    const auto time = parse_iso_time(given);
    if (!time) refuse(name, "must be a time such as 2025-12-28 or 2025-12-28T04:26:10Z");
    return time;
}

void QueryFields::refuse(std::string_view name, std::string detail) {
    errors_.push_back({pointer_step(name), std::move(detail)});
}

std::vector<intake::FieldError> QueryFields::errors() && {
    std::set<std::string_view> seen;
    for (const auto& [name, value] : request_.query) {
        if (!known_.contains(name)) refuse(name, "is not known here");
        if (!seen.insert(name).second) refuse(name, "stands twice in the query");
    }
    return std::move(errors_);
}

}  // namespace ingestd::http
