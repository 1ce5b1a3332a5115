#include "connecting.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <ingestd/client/errc.hpp>

namespace ingestd::client {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds connect_timeout{30};

Error unreachable(const ServerAddress& server, const std::string& why) {
    return {
        Errc::unreachable,
        "no server answers at " + server.url() + " (" + why +
            "): start one with `ingestd serve`, or say where it is with --server"};
}

asio::awaitable<Result<tcp::socket>> try_addresses(const ServerAddress& server) {
    const auto executor = co_await asio::this_coro::executor;
    tcp::resolver resolver{executor};
    const auto [unresolved, endpoints] =
        co_await resolver.async_resolve(server.host, server.port, as_result);
    if (unresolved) co_return unreachable(server, unresolved.message());
    tcp::socket socket{executor};
    const auto [refused, endpoint] = co_await asio::async_connect(socket, endpoints, as_result);
    if (refused) co_return unreachable(server, refused.message());
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay{true}, ignored);
    co_return std::move(socket);
}

asio::awaitable<void> wait(std::chrono::milliseconds duration) {
    asio::steady_timer timer{co_await asio::this_coro::executor, duration};
    co_await timer.async_wait(as_result);
}

}  // namespace

asio::awaitable<Result<tcp::socket>> connect(const ServerAddress& server) {
    using namespace asio::experimental::awaitable_operators;
    auto ended = co_await (try_addresses(server) || wait(connect_timeout));
    if (ended.index() == 0) co_return std::get<0>(std::move(ended));
    co_return unreachable(server, "nothing came back for 30 s");
}

}  // namespace ingestd::client
