// POST /collections/{name}/search
#include <utility>

#include <ingestd/base/on_pool.hpp>
#include <ingestd/http/header_value.hpp>
#include <ingestd/http/problem.hpp>
#include <ingestd/http/resources.hpp>
#include <ingestd/http/search_json.hpp>
#include <ingestd/http/views.hpp>

namespace ingestd::http {

Answer search_collection(const Services& services, const Settings&, Request& request) {
    const auto type = parse_parameterized_value(request.header("content-type").value_or("")).value;
    if (type != "application/json") {
        co_return make_problem(
            request, 415, "Unsupported media type", "A search is asked for in application/json."
        );
    }
    const auto text = co_await request.body->read_all(search_body_bytes_max);
    if (!text) co_return make_problem(request, text.error());
    auto parsed = parse_search_request(*text);
    if (const auto* broken = std::get_if<JsonSyntaxError>(&parsed)) {
        co_return make_problem(request, 400, "Malformed JSON", broken->describe());
    }
    if (auto* errors = std::get_if<std::vector<intake::FieldError>>(&parsed)) {
        co_return make_field_problem(request, std::move(*errors));
    }
    auto search = [&services,
                   &name = request.parameter("name"),
                   &asked = std::get<search::SearchRequest>(parsed)] {
        return services.searcher.search(name, asked);
    };
    const auto answer = co_await on_pool(services.pool, std::move(search));
    if (!answer) co_return make_problem(request, answer.error());
    Response response;
    response.body = search_body(*answer);
    co_return response;
}

}  // namespace ingestd::http
