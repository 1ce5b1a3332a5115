#include "stop_signals.hpp"

#include <csignal>
#include <string_view>
#include <utility>

#include <unistd.h>

namespace ingestd::app {
namespace {

constexpr int exit_not_in_order = 1;

// Only what may be done in a signal handler.
void end_now(int) {
    constexpr std::string_view words =
        "ingestd: could not stop in order in time, ends as it is; the next start goes on\n";
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, words.data(), words.size());
    ::_exit(exit_not_in_order);
}

void end_within(std::chrono::seconds bound) {
    std::signal(SIGALRM, end_now);
    ::alarm(static_cast<unsigned>(bound.count()));
}

}  // namespace

StopSignals::StopSignals(
    boost::asio::io_context& io, std::chrono::seconds bound, std::function<void(int)> stop
)
    : signals_{io, SIGINT, SIGTERM} {
    signals_.async_wait([this, bound, stop = std::move(stop)](
                            const boost::system::error_code& cancelled, int signal
                        ) {
        if (cancelled) return;
        signals_.clear();  // the next one does what it does by default
        end_within(bound);
        stop(signal);
    });
}

void StopSignals::cancel() {
    signals_.cancel();
}

}  // namespace ingestd::app
