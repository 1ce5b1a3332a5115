// Accepts connections and sees each of them to its end.
#pragma once

#include <memory>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>
#include <ingestd/base/unique_fd.hpp>
#include <ingestd/http/router.hpp>
#include <ingestd/http/settings.hpp>

namespace ingestd::http {

// Knows no handler's services: the router's functions bring them.
//   thread  constructed and destroyed with the io_context not running; the rest from any thread.
//           REQUIRES, when destroyed: run() has ended or never began
class Listener {
public:
    Listener(boost::asio::io_context& io, Settings settings, Router router);
    ~Listener();

    //   errors  errno: EADDRINUSE …; Asio's codes: a host that cannot be found
    Result<boost::asio::ip::tcp::endpoint> listen();

    // Instead of listen(): takes a socket that listens already; host and port are not looked at.
    //   errors  errno: it is none that TCP connections come in by
    Result<boost::asio::ip::tcp::endpoint> adopt(UniqueFd socket);

    // Accepts until stop(), then waits for the connections: `stop_grace` for what is in work, after
    // which it is cancelled. Once.  REQUIRES: listen() or adopt() succeeded
    boost::asio::awaitable<void> run();

    void stop();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace ingestd::http
