#include <utility>

#include <ingestd/http/embedded_page.hpp>
#include <ingestd/http/listener.hpp>
#include <ingestd/http/router.hpp>
#include <ingestd/http/routes.hpp>
#include <ingestd/http/server.hpp>

namespace ingestd::http {
namespace asio = boost::asio;

class Server::Impl {
public:
    Impl(asio::io_context& io, Settings given, Services used)
        : settings{std::move(given)},
          services{std::move(used)},
          listener{io, settings, make_router()} {}

    // The functions of the tables, given what they work with.
    Router make_router() const {
        Router router;
        add_page(router);
        for (const Route& route : routes()) {
            auto handler = [this, handle = route.handler](Request& request) {
                return handle(services, settings, request);
            };
            router.add(route.method, route.pattern, std::move(handler));
        }
        for (const WebSocketRoute& route : web_socket_routes()) {
            auto handler = [this, handle = route.handler](Request request, WebSocket socket) {
                return handle(services, settings, std::move(request), std::move(socket));
            };
            router.add_web_socket(route.pattern, std::move(handler));
        }
        return router;
    }

    const Settings settings;
    const Services services;
    Listener listener;
};

Server::Server(asio::io_context& io, Settings settings, Services services)
    : impl_{std::make_unique<Impl>(io, std::move(settings), std::move(services))} {}
Server::~Server() = default;
Result<asio::ip::tcp::endpoint> Server::listen() {
    return impl_->listener.listen();
}
Result<asio::ip::tcp::endpoint> Server::adopt(UniqueFd socket) {
    return impl_->listener.adopt(std::move(socket));
}
asio::awaitable<void> Server::run() {
    return impl_->listener.run();
}
void Server::stop() {
    impl_->listener.stop();
}

}  // namespace ingestd::http
