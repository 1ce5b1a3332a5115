#include <utility>

#include <ingestd/http/json_fields.hpp>
#include <ingestd/http/search_json.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::http {

std::variant<search::SearchRequest, std::vector<intake::FieldError>, JsonSyntaxError>
parse_search_request(std::string_view text) {
    auto parsed = parse_json(text);
    if (auto* broken = std::get_if<JsonSyntaxError>(&parsed)) return std::move(*broken);
    std::vector<intake::FieldError> errors;
    if (auto* refused = std::get_if<std::vector<intake::FieldError>>(&parsed)) {
        return std::move(*refused);
    }
    auto& body = std::get<nlohmann::json>(parsed);
    if (!body.is_object()) {
        errors.push_back({"", "must be an object with a query"});
        return errors;
    }

    search::SearchRequest request;
    JsonFields fields{body, "", errors};
    fields.require("query");
    if (auto query = fields.string("query")) {
        request.query = std::move(*query);
        if (request.query.find_first_not_of(" \t\r\n") == std::string::npos) {
            fields.refuse("query", "must name something to look for");
        }
    }
    request.limit = fields.integer("limit", 1, search_limit_max).value_or(request.limit);
    fields.word("mode", "keyword", {"hybrid", "vector"});
    fields.unavailable("filter");
    fields.refuse_unknown();
    if (!errors.empty()) return errors;
    return request;
}

}  // namespace ingestd::http
