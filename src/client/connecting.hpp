// Reaching the server, or saying what would help.
#pragma once

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>
#include <ingestd/client/server_address.hpp>

namespace ingestd::client {

// Tries each address of the host, 30 s in all.
//   errors  Errc::unreachable
boost::asio::awaitable<Result<boost::asio::ip::tcp::socket>> connect(const ServerAddress& server);

}  // namespace ingestd::client
