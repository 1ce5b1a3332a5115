// The listener and its connections.
#pragma once

#include <memory>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>
#include <ingestd/base/unique_fd.hpp>
#include <ingestd/http/services.hpp>
#include <ingestd/http/settings.hpp>

namespace ingestd::http {

//   thread  constructed and destroyed with the io_context not running; the rest from any thread.
//           REQUIRES, when destroyed: run() has ended or never began
class Server {
public:
    Server(boost::asio::io_context& io, Settings settings, Services services);
    ~Server();

    // Binds and listens; the answer is the address in use. Accepting begins with run().
    //   errors  errno: EADDRINUSE …
    Result<boost::asio::ip::tcp::endpoint> listen();

    // Instead of listen(): takes a socket that listens already; host and port are not looked at.
    //   errors  errno: it is none that TCP connections come in by
    Result<boost::asio::ip::tcp::endpoint> adopt(UniqueFd socket);

    // Accepts until stop(); ends when every connection has ended. Once.
    boost::asio::awaitable<void> run();

    // Stops accepting, lets requests in work answer for `stop_grace`, closes WebSockets with 1012.
    void stop();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace ingestd::http
