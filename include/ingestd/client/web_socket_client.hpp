// Watching one upload over /ws/{id} until it has ended, however often the connection breaks.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include <boost/asio.hpp>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/client/server_address.hpp>

namespace ingestd::client {

// How long to wait before the next try, and when to give up. Pure: told the time.
class Backoff {
public:
    explicit Backoff(std::chrono::milliseconds give_up_after) : give_up_after_{give_up_after} {}

    // It was reached: the next failure counts as the first.
    void reached() { failures_ = 0; }

    // nullopt: it has been out of reach for too long.
    std::optional<std::chrono::milliseconds> failed(SteadyClock::time_point now);

private:
    std::chrono::milliseconds give_up_after_;
    unsigned failures_ = 0;
    SteadyClock::time_point first_failure_{};
};

//   max_rate     events a second at most; 0: every one
//   silence_max  the server pings every 20 s: one silent for so long is gone
//   on_frame     an event's JSON; true: it was the last one. An error ends the watch
//   on_lost      why the connection went; it is being sought again
struct Watch {
    std::string upload_id;
    unsigned max_rate = 0;
    std::chrono::milliseconds silence_max = std::chrono::seconds{300};
    std::function<Result<bool>(std::string_view)> on_frame;
    std::function<void(const Error&)> on_lost;
};

// Every event is a snapshot, so that the first one after a break makes everything right again.
//   errors  Errc::unreachable: at the first try, or for `silence_max` after; Errc::unknown_upload;
//           Errc::refused; what `on_frame` gave
boost::asio::awaitable<Result<void>> watch_upload(const ServerAddress& server, Watch watch);

}  // namespace ingestd::client
