// What the commands have in common: running to an end or an interrupt, and what a failure means.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>
#include <ingestd/client/console.hpp>
#include <ingestd/client/server_address.hpp>
#include <ingestd/client/upload_event.hpp>

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

// The command line that watches an upload: "ingestd watch ID", with the server unless it is the
// usual one.
std::string how_to_watch(const ServerAddress& server, std::string_view upload_id);

// What is shown of an upload: the bar or plain lines and how it ended; its events and result as
// JSON lines; on a terminal the bar while it moves and nothing else; or nothing at all.
enum class Showing { progress, json, bar, nothing };

// The showing of one that is told for scripts, or for people.
inline Showing showing_for(bool is_json) {
    return is_json ? Showing::json : Showing::progress;
}

//   heading  before a status line that is one of several ("upload 2 of 3"); may be empty
struct Following {
    const ServerAddress& server;
    std::string upload_id;
    std::string heading;
    Showing showing = Showing::progress;
};

// Watches an upload to its end, showing it; then its result. The answer is the exit status.
boost::asio::awaitable<int> follow(Console& console, Following following);

// The same without a word on the result.
//   result  GET /uploads/{id}, once it has ended
//   errors  those of watch_upload() and exchange(); Errc::refused: the result was not told
struct Ended {
    UploadEvent newest;
    std::string result;
};
boost::asio::awaitable<Result<Ended>> follow_to_the_end(
    Console& console, const Following& following
);

}  // namespace ingestd::client
