// A disk that could not sync may have lost what it was given, and says so once. Nothing more is
// promised by this process; whoever started it starts it again, and it goes on from what is on
// disk.
#pragma once

#include <optional>
#include <string>

#include <boost/asio.hpp>

#include <ingestd/intake/intake.hpp>

#include "house.hpp"

namespace ingestd::app {

inline constexpr int exit_after_failed_sync = 75;  // EX_TEMPFAIL of sysexits.h

// For whoever asks for readiness.
//   thread  any
std::optional<std::string> why_nothing_is_promised(
    const House& house, const intake::Intake& intake
);

// Returns when a sync has failed (house.failed_sync is set) and those who wait have been told.
//   thread  the io_context's
boost::asio::awaitable<void> wait_for_failed_sync(House& house, const intake::Intake& intake);

}  // namespace ingestd::app
