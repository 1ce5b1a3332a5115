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
    return number("limit", 1, list_limit_max, list_limit_default);
}

std::uint32_t QueryFields::number(
    std::string_view name, std::uint32_t min, std::uint32_t max, std::uint32_t otherwise
) {
    const std::string given = text(name);
    if (!request_.query_value(name)) return otherwise;
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), value);
    const bool is_number = error == std::errc{} && end == given.data() + given.size();
    if (is_number && value >= min && value <= max) return value;
    refuse(
        name, "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max)
    );
    return otherwise;
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
