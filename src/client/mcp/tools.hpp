// Runs the tools of tool_list.hpp against a server.
#pragma once

#include <string>
#include <string_view>

#include <boost/asio.hpp>

#include <ingestd/client/server_address.hpp>

#include "session.hpp"

namespace ingestd::client {

//   collection  the one to search where a call names none; empty: all there are
struct Searched {
    ServerAddress server;
    std::string collection;
};

// Whatever goes wrong is told in the result.  REQUIRES: is_tool(name)
boost::asio::awaitable<ToolResult> run_tool(
    const Searched& searched, std::string_view name, const Json& arguments
);

// The best of several collections in turns, since scores of two searches do not compare.
//   of  for each collection its results, best first
Json in_turns(const std::vector<Json>& of, std::size_t limit);

}  // namespace ingestd::client
