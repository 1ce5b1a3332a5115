#include <algorithm>
#include <utility>

#include <ingestd/http/json_fields.hpp>
#include <ingestd/http/json_text.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::http {

using nlohmann::json;

JsonFields::JsonFields(json& object, std::string pointer, std::vector<intake::FieldError>& errors)
    : object_{object}, pointer_{std::move(pointer)}, errors_{errors} {}

json* JsonFields::find(std::string_view name) {
    known_.emplace(name);
    const auto member = object_.find(name);
    return member == object_.end() || member->is_null() ? nullptr : &*member;
}

bool JsonFields::has(std::string_view name) {
    return find(name) != nullptr;
}

std::optional<std::string> JsonFields::string(std::string_view name) {
    json* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) {
        refuse(name, "must be a string");
        return std::nullopt;
    }
    return std::move(value->get_ref<std::string&>());
}

std::optional<bool> JsonFields::boolean(std::string_view name) {
    const json* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_boolean()) {
        refuse(name, "must be true or false");
        return std::nullopt;
    }
    return value->get<bool>();
}

std::optional<std::uint32_t> JsonFields::integer(
    std::string_view name, std::uint32_t least, std::uint32_t most
) {
    const json* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_number_unsigned()) {
        const auto number = value->get<std::uint64_t>();
        if (number >= least && number <= most) return static_cast<std::uint32_t>(number);
    }
    refuse(
        name, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most)
    );
    return std::nullopt;
}

std::optional<double> JsonFields::number(std::string_view name, double least, double most) {
    const json* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_number()) {
        const auto number = value->get<double>();
        if (number >= least && number <= most) return number;
    }
    refuse(name, "must be a number from " + json(least).dump() + " to " + json(most).dump());
    return std::nullopt;
}

json* JsonFields::object(std::string_view name) {
    json* value = find(name);
    if (value == nullptr || value->is_object()) return value;
    refuse(name, "must be an object");
    return nullptr;
}

json* JsonFields::array(std::string_view name) {
    json* value = find(name);
    if (value == nullptr || value->is_array()) return value;
    refuse(name, "must be a list");
    return nullptr;
}

std::optional<std::size_t> JsonFields::one_of(
    std::string_view name, const std::vector<std::string_view>& words
) {
    const auto given = string(name);
    if (!given) return std::nullopt;
    const auto found = std::find(words.begin(), words.end(), *given);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    std::string listed;
    for (const std::string_view word : words) (listed += listed.empty() ? "" : ", ") += word;
    refuse(name, "must be one of " + listed);
    return std::nullopt;
}

void JsonFields::require(std::string_view name) {
    if (!has(name)) refuse(name, "is required");
}

void JsonFields::refuse(std::string_view name, std::string detail) {
    errors_.push_back({pointer_to(name), std::move(detail)});
}

void JsonFields::refuse_unknown() {
    for (const auto& [name, value] : object_.items()) {
        if (!known_.contains(name)) refuse(name, "is not known here");
    }
}

std::string JsonFields::pointer_to(std::string_view name) const {
    return pointer_ + pointer_step(name);
}

}  // namespace ingestd::http
