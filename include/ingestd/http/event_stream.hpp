// Server-Sent Events (WHATWG HTML, section 9.2).
//
//   id: 17 LF event: progress LF data: {…} LF LF
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <boost/asio.hpp>

#include <ingestd/http/response.hpp>
#include <ingestd/progress/progress_tracker.hpp>

namespace ingestd::http {

// Proxies drop what is silent for 30 to 60 s.
inline constexpr std::chrono::seconds event_stream_ping_every{15};
// A comment: readers pass over it.
inline constexpr std::string_view event_stream_ping = ": ping\n\n";

// One event as it goes out. A frame is one line.
std::string event_stream_entry(const progress::Delivery& delivery);

// Every event until the terminal one or the tracker's end, with pings where nothing else goes out.
//   thread  the connection's strand
//   errors  those of the stream: the peer has gone
boost::asio::awaitable<Result<void>> stream_events(
    progress::Subscription& watch,
    ResponseStream& out,
    std::chrono::steady_clock::duration ping_every = event_stream_ping_every
);

}  // namespace ingestd::http
