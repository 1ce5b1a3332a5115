// GET /collections · GET, DELETE /collections/{name} · PUT /collections/{name}/options
#include <utility>

#include <ingestd/base/on_pool.hpp>
#include <ingestd/collections/collections.hpp>
#include <ingestd/http/header_value.hpp>
#include <ingestd/http/problem.hpp>
#include <ingestd/http/resources.hpp>
#include <ingestd/http/upload_body.hpp>
#include <ingestd/http/upload_options.hpp>
#include <ingestd/http/views.hpp>
#include <ingestd/intake/intake.hpp>

namespace ingestd::http {
namespace {

constexpr std::size_t options_bytes_max = 64_KiB;  // far more than all names of languages

}  // namespace

Answer list_collections(const Services& services, const Settings&, Request& request) {
    auto read = [&services] { return services.collections.list(); };
    const auto collections = co_await on_pool(services.pool, std::move(read));
    if (!collections) co_return make_problem(request, collections.error());
    Response response;
    response.body = collections_body(*collections);
    co_return response;
}

Answer get_collection(const Services& services, const Settings&, Request& request) {
    auto read = [&services, &name = request.parameter("name")] {
        return services.collections.find(name);
    };
    const auto collection = co_await on_pool(services.pool, std::move(read));
    if (!collection) co_return make_problem(request, collection.error());
    Response response;
    response.body = collection_body(*collection);
    co_return response;
}

Answer remove_collection(const Services& services, const Settings&, Request& request) {
    const auto& name = request.parameter("name");
    // What is still being written into it would bring it back.
    co_await services.intake.cancel_collection(name);
    const auto removed = co_await services.collections.remove(name);
    if (!removed) co_return make_problem(request, removed.error());
    Response response;
    response.status = 204;
    co_return response;
}

Answer put_collection_options(
    const Services& services, const Settings& settings, Request& request
) {
    const auto& name = request.parameter("name");
    const auto type = parse_parameterized_value(request.header("content-type").value_or("")).value;
    if (type != "application/json") {
        co_return make_problem(
            request, 415, "Unsupported media type", "Options are given in application/json."
        );
    }
    const auto text = co_await request.body->read_all(options_bytes_max);
    if (!text) co_return make_problem(request, text.error());
    auto parsed = parse_collection_options(*text, limits_of(settings));
    if (const auto* broken = std::get_if<JsonSyntaxError>(&parsed)) {
        co_return make_problem(request, 400, "Malformed JSON", broken->describe());
    }
    if (auto* errors = std::get_if<std::vector<intake::FieldError>>(&parsed)) {
        co_return make_field_problem(request, std::move(*errors));
    }
    if (!intake::is_collection_name(name)) {
        co_return make_field_problem(request, {intake::bad_collection_name("/name")});
    }
    const auto set =
        co_await services.collections.set_options(name, std::get<CollectionOptions>(parsed));
    if (!set) co_return make_problem(request, set.error());
    co_return co_await get_collection(services, settings, request);
}

}  // namespace ingestd::http
