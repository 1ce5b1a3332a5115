// Whoever watches one upload: told live, or, when it ended long ago, how it ended.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>
#include <ingestd/http/request.hpp>
#include <ingestd/http/services.hpp>
#include <ingestd/progress/progress_tracker.hpp>

namespace ingestd::http {

// A person cannot follow more, a monitor takes every event.
inline constexpr double max_rate_most = 1000;

// The tracker's subscription; or the last event, which the catalog kept.
using UploadWatch = std::variant<progress::Subscription, progress::Delivery>;

//   id      as it stands in the path
//   errors  intake::Errc::unknown_upload, also for what is no id; stopping: it will be known again
//           soon (the server has just begun or is about to end)
boost::asio::awaitable<Result<UploadWatch>> watch_upload(
    const Services& services, std::string id, double max_rate
);

// `?max_rate=N`, events a second; 0 when not given, nullopt when it is no number above 0.
std::optional<double> read_max_rate(const Request& request);

}  // namespace ingestd::http
