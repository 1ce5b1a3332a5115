#include <utility>

#include <ingestd/http/filter_json.hpp>
#include <ingestd/http/json_fields.hpp>
#include <ingestd/http/search_json.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::http {
namespace {

void read_grouping(JsonFields& fields, search::SearchRequest& request) {
    const auto is_grouped = fields.one_of("group_by", {"document"}).has_value();
    const auto size = fields.integer("group_size", 1, search_group_size_max);
    if (is_grouped) {
        request.group_size = size.value_or(1);
    } else if (size && !fields.has("group_by")) {
        fields.refuse("group_size", "needs group_by");
    }
}

}  // namespace

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
    if (const auto mode = fields.one_of("mode", {"keyword", "vector", "hybrid"}))
        request.mode = static_cast<search::Mode>(*mode);
    request.keyword_weight = fields.number("keyword_weight", 0, 1);
    request.explain = fields.boolean("explain").value_or(false);
    request.enrichment = fields.boolean("enrichment").value_or(false);
    request.offset = fields.integer("offset", 0, search::offset_max).value_or(0);
    request.context = fields.integer("context", 0, search_context_max).value_or(0);
    request.max_context_tokens = fields.integer("max_context_tokens", 1, search_tokens_max);
    read_grouping(fields, request);
    if (const auto* filter = fields.object("filter"))
        request.filter = parse_filter(*filter, fields.pointer_to("filter"), errors);
    fields.refuse_unknown();
    if (!errors.empty()) return errors;
    return request;
}

}  // namespace ingestd::http
