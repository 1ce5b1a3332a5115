#include <ingestd/http/request_target.hpp>
#include <ingestd/http/router.hpp>

#include "support/catch.hpp"

namespace ingestd::http {
namespace {

boost::asio::awaitable<Response> answer(Request&) {
    co_return Response{};
}
boost::asio::awaitable<void> talk(Request, WebSocket) {
    co_return;
}

Router make_router() {
    Router router;
    router.add("GET", "/", answer);
    router.add("GET", "/uploads", answer);
    router.add("GET", "/uploads/{id}", answer);
    router.add("DELETE", "/uploads/{id}", answer);
    router.add("GET", "/uploads/{id}/events", answer);
    router.add_web_socket("/ws/{id}", talk);
    router.add_web_socket("/ws/uploads", talk);
    return router;
}

Router::Match find(const Router& router, std::string_view method, std::string_view path) {
    return router.find(method, decode_path(path));
}

TEST_CASE("a path finds its handler and what its parameters matched", "[http][router]") {
    const Router router = make_router();

    const auto match = find(router, "GET", "/uploads/a%2Fb%20c/events");

    REQUIRE(match.handler != nullptr);
    REQUIRE(match.parameters.at("id") == "a/b c");
}

TEST_CASE("a path that nothing answers has no methods", "[http][router]") {
    const Router router = make_router();
    const auto path =
        GENERATE("/nothing", "/uploads/", "/uploads/x/events/", "/uploads//events", "//", "/ws");

    REQUIRE(find(router, "GET", path).methods.empty());
}

TEST_CASE("a known path tells its methods when it does not answer one", "[http][router]") {
    const Router router = make_router();

    const auto match = find(router, "PUT", "/uploads/x");

    REQUIRE(match.handler == nullptr);
    REQUIRE(match.methods == std::vector<std::string>{"DELETE", "GET", "HEAD", "OPTIONS"});
}

TEST_CASE("HEAD is answered by whoever answers GET", "[http][router]") {
    const Router router = make_router();

    REQUIRE(find(router, "HEAD", "/").handler == find(router, "GET", "/").handler);
}

TEST_CASE("a literal segment wins over a parameter", "[http][router]") {
    const Router router = make_router();

    REQUIRE(find(router, "GET", "/ws/uploads").parameters.empty());
    REQUIRE(find(router, "GET", "/ws/uploads").web_socket != nullptr);
    REQUIRE(find(router, "GET", "/ws/x").parameters.at("id") == "x");
}

}  // namespace
}  // namespace ingestd::http
