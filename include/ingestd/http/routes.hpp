// Every resource the server has, as a table.
#pragma once

#include <span>
#include <string_view>

#include <boost/asio.hpp>

#include <ingestd/http/request.hpp>
#include <ingestd/http/response.hpp>
#include <ingestd/http/services.hpp>
#include <ingestd/http/settings.hpp>
#include <ingestd/http/web_socket.hpp>

namespace ingestd::http {

// One method of one resource.
//   method   upper case; HEAD is answered by GET's handler and OPTIONS by the connection, neither
//   stands here pattern  "/uploads/{id}/events": a {name} takes exactly one segment, which is never
//   empty and
//            stands decoded in Request::parameters. Literal segments win over {name}s
//   handler  runs on the connection's strand; what it throws becomes a 500 and ends the connection
struct Route {
    std::string_view method;
    std::string_view pattern;
    boost::asio::awaitable<Response> (*handler)(const Services&, const Settings&, Request&);
};

// One resource that is an upgraded connection.
//   handler  owns request (whose `body` is at its end) and socket; the connection ends with it
struct WebSocketRoute {
    std::string_view pattern;
    boost::asio::awaitable<void> (*handler)(const Services&, const Settings&, Request, WebSocket);
};

std::span<const Route> routes();
std::span<const WebSocketRoute> web_socket_routes();

}  // namespace ingestd::http
