// GET /collections · GET, DELETE /collections/{name}
#include <utility>

#include <ingestd/base/on_pool.hpp>
#include <ingestd/collections/collections.hpp>
#include <ingestd/http/problem.hpp>
#include <ingestd/http/resources.hpp>
#include <ingestd/http/views.hpp>
#include <ingestd/intake/intake.hpp>

namespace ingestd::http {

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

}  // namespace ingestd::http
