// SIGINT and SIGTERM: the first asks for an orderly end, the next one ends the process at once, and
// so does the time by which an orderly end has not come. Either is safe: it is what kill -9 does.
#pragma once

#include <chrono>
#include <functional>

#include <boost/asio.hpp>

namespace ingestd::app {

// What is left to do after requests in work have had their grace: workers end their turn, what
// waits for a commit is written, logs are moved into their files. Longer means that a disk hangs.
inline constexpr std::chrono::seconds closing_max{20};

//   thread  the io_context's
class StopSignals {
public:
    //   stop   is called once, with the signal; it begins the orderly end
    //   bound  of the whole end, from the first signal on
    StopSignals(
        boost::asio::io_context& io, std::chrono::seconds bound, std::function<void(int)> stop
    );

    // Waits no longer; where an end has begun, its bound stays.
    void cancel();

private:
    boost::asio::signal_set signals_;
};

}  // namespace ingestd::app
