// One accepted connection, request by request, to its end.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include <boost/asio.hpp>

#include <ingestd/http/router.hpp>
#include <ingestd/http/settings.hpp>

namespace ingestd::http {

// What all connections share; outlives them.
struct ConnectionContext {
    Settings settings;
    Router router;
    std::atomic<bool> is_stopping = false;  // answers from now on end their connection
};

// What a connection does when the server begins to stop, in the stage it is in: nothing while a
// request is in work.
//   thread  the connection's strand
struct StopHook {
    std::function<void()> on_stop;
};

// Reads a head, guards it, routes it, lets the handler answer; then the next one, until either side
// wants to end. Whatever goes wrong ends this connection alone.
//   thread  the socket's executor, a strand
//   owns    the socket
//   errors  thrown, and the connection has ended: operation_aborted, when it was cancelled
boost::asio::awaitable<void> serve_connection(
    boost::asio::ip::tcp::socket socket,
    const ConnectionContext& context,
    std::shared_ptr<StopHook> hook
);

// Answers 503 with Retry-After and closes: the server has connections enough.
boost::asio::awaitable<void> refuse_connection(boost::asio::ip::tcp::socket socket);

}  // namespace ingestd::http
