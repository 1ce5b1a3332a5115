// Finds who answers for a path.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/http/request.hpp>
#include <ingestd/http/response.hpp>
#include <ingestd/http/web_socket.hpp>

namespace ingestd::http {

using Handler = std::function<boost::asio::awaitable<Response>(Request&)>;
using WebSocketHandler = std::function<boost::asio::awaitable<void>(Request, WebSocket)>;

// Patterns are those of routes.hpp.
//   thread  any, once filled
class Router {
public:
    void add(std::string_view method, std::string_view pattern, Handler handler);
    void add_web_socket(std::string_view pattern, WebSocketHandler handler);

    //   handler     null: nothing answers this method here
    //   web_socket  null: the path is not one of a WebSocket
    //   methods     what the path answers, sorted, with HEAD and OPTIONS; empty: the path is
    //   unknown
    struct Match {
        const Handler* handler = nullptr;
        const WebSocketHandler* web_socket = nullptr;
        std::vector<std::string> methods;
        std::map<std::string, std::string, std::less<>> parameters;
    };

    // HEAD finds GET's handler.
    //   owns  the handlers are the router's
    Match find(std::string_view method, const std::vector<std::string>& segments) const;

private:
    struct Resource {
        std::vector<std::string> pattern;
        std::map<std::string, Handler, std::less<>> handlers;
        WebSocketHandler web_socket;
    };

    Resource& resource(std::string_view pattern);

    std::vector<Resource> resources_;
};

}  // namespace ingestd::http
