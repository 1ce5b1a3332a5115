// What the commands have in common: running to an end or an interrupt, and what a failure means.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>
#include <ingestd/client/console.hpp>
#include <ingestd/client/server_address.hpp>

namespace ingestd::client {

inline constexpr std::chrono::seconds silence_max{300};  // the server pings every 20 s

// Runs `work` to its end. On SIGINT or SIGTERM it is dropped where it stands, `on_interrupt` says
// what goes on without us, and the answer is exit_interrupted.
int run_command(
    const std::function<boost::asio::awaitable<int>()>& work,
    const std::function<void()>& on_interrupt
);

// Tells the error; the answer is the exit status that it means.
int report(Console& console, const Error& error);

// Watches an upload to its end, showing it; then its result. The answer is the exit status.
//   heading  before a status line that is one of several ("upload 2 of 3"); may be empty
struct Following {
    const ServerAddress& server;
    std::string upload_id;
    std::string heading;
    bool is_json = false;
};
boost::asio::awaitable<int> follow(Console& console, Following following);

}  // namespace ingestd::client
