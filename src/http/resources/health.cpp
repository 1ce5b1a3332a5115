// GET /healthz: the process answers. GET /readyz: it can do its work.
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include <ingestd/base/log.hpp>
#include <ingestd/base/on_pool.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/http/problem.hpp>
#include <ingestd/http/resources.hpp>
#include <ingestd/intake/intake.hpp>

namespace ingestd::http {
namespace {

constexpr log::Logger logger{"http"};

// Blocks: on a pool.
std::optional<std::string> find_fault(const catalog::Catalog& catalog) {
    try {
        catalog.probe();
        const auto trouble = catalog.trouble();
        if (!trouble) return std::nullopt;
        return "The catalog cannot be written: " + trouble->code.message() + ".";
    } catch (const std::exception& failure) {
        logger.error("catalog_unreadable", log::kv("what", failure.what()));
        return "The catalog cannot be read; the server's log tells more.";
    }
}

}  // namespace

Answer get_health(const Services&, const Settings&, Request&) {
    Response response;
    response.body = "{\"status\":\"ok\"}\n";
    co_return response;
}

Answer get_readiness(const Services& services, const Settings&, Request& request) {
    auto reason = services.not_ready();
    if (!reason) {
        const auto room = co_await services.intake.room_for(0);
        if (!room) reason = room.error().detail;
    }
    if (!reason) {
        auto probe = [&services] { return find_fault(services.catalog); };
        reason = co_await on_pool(services.pool, std::move(probe));
    }
    if (reason) co_return make_problem(request, 503, "Not available now", std::move(*reason));
    Response response;
    response.body = "{\"status\":\"ready\"}\n";
    co_return response;
}

}  // namespace ingestd::http
