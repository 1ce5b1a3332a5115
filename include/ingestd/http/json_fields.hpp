// Reads the members of one JSON object into values, and gathers what is wrong with each.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/intake/upload_request.hpp>
#include <nlohmann/json_fwd.hpp>

namespace ingestd::http {

// A member that is null counts as not given: many clients write what they leave out that way.
//   owns  neither `object` nor `errors`: both live as long as it does
class JsonFields {
public:
    // REQUIRES: `object` is a JSON object, `pointer` is where it stands.
    JsonFields(
        nlohmann::json& object, std::string pointer, std::vector<intake::FieldError>& errors
    );

    // nullopt or null: not given, or refused with its pointer. Strings are moved out, not copied.
    std::optional<std::string> string(std::string_view name);
    std::optional<bool> boolean(std::string_view name);
    std::optional<std::uint32_t> integer(
        std::string_view name, std::uint32_t least, std::uint32_t most
    );
    std::optional<double> number(std::string_view name, double least, double most);
    nlohmann::json* object(std::string_view name);
    nlohmann::json* array(std::string_view name);
    bool has(std::string_view name);

    // The value must be one of `words`; its place among them.
    std::optional<std::size_t> one_of(
        std::string_view name, const std::vector<std::string_view>& words
    );

    void require(std::string_view name);
    void refuse(std::string_view name, std::string detail);
    // Members that nobody has asked for: a typing error must not pass in silence. Last.
    void refuse_unknown();

    std::string pointer_to(std::string_view name) const;

private:
    nlohmann::json* find(std::string_view name);

    nlohmann::json& object_;
    std::string pointer_;
    std::vector<intake::FieldError>& errors_;
    std::set<std::string, std::less<>> known_;
};

}  // namespace ingestd::http
