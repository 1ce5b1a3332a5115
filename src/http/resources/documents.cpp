// GET /collections/{name}/documents · GET, DELETE …/{id} · GET …/{id}/chunks
#include <string>
#include <utility>

#include <ingestd/base/on_pool.hpp>
#include <ingestd/collections/collections.hpp>
#include <ingestd/http/problem.hpp>
#include <ingestd/http/query_fields.hpp>
#include <ingestd/http/resources.hpp>
#include <ingestd/http/views.hpp>

#include "named_document.hpp"

namespace ingestd::http {
namespace {

// Which part of a list is asked for.
struct PageOf {
    std::string cursor;
    std::uint32_t limit;
};

std::variant<PageOf, Response> read_page(const Request& request) {
    QueryFields fields{request};
    PageOf page{.cursor = fields.text("cursor"), .limit = fields.limit()};
    auto errors = std::move(fields).errors();
    if (!errors.empty()) return make_field_problem(request, std::move(errors));
    return page;
}

Response answer_json(std::string body) {
    Response response;
    response.body = std::move(body);
    return response;
}

}  // namespace

Answer list_documents(const Services& services, const Settings&, Request& request) {
    auto asked = read_page(request);
    if (auto* refusal = std::get_if<Response>(&asked)) co_return std::move(*refusal);
    auto read = [&services, &name = request.parameter("name"), &page = std::get<PageOf>(asked)] {
        return services.collections.documents(name, page.cursor, page.limit);
    };
    const auto documents = co_await on_pool(services.pool, std::move(read));
    if (!documents) co_return make_problem(request, documents.error());
    co_return answer_json(documents_body(*documents));
}

Answer get_document(const Services& services, const Settings&, Request& request) {
    const auto id = named_document(request);
    if (!id) co_return make_problem(request, id.error());
    auto read = [&services, &name = request.parameter("name"), &id] {
        return services.collections.document(name, *id);
    };
    const auto document = co_await on_pool(services.pool, std::move(read));
    if (!document) co_return make_problem(request, document.error());
    co_return answer_json(document_body(*document));
}

Answer remove_document(const Services& services, const Settings&, Request& request) {
    const auto id = named_document(request);
    if (!id) co_return make_problem(request, id.error());
    const auto removed =
        co_await services.collections.remove_document(request.parameter("name"), *id);
    if (!removed) co_return make_problem(request, removed.error());
    Response response;
    response.status = 204;
    co_return response;
}

Answer list_chunks(const Services& services, const Settings&, Request& request) {
    const auto id = named_document(request);
    if (!id) co_return make_problem(request, id.error());
    auto asked = read_page(request);
    if (auto* refusal = std::get_if<Response>(&asked)) co_return std::move(*refusal);
    auto read =
        [&services, &name = request.parameter("name"), &id, &page = std::get<PageOf>(asked)] {
            return services.collections.chunks(name, *id, page.cursor, page.limit);
        };
    const auto chunks = co_await on_pool(services.pool, std::move(read));
    if (!chunks) co_return make_problem(request, chunks.error());
    co_return answer_json(chunks_body(*chunks));
}

}  // namespace ingestd::http
