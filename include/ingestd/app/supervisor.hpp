// What systemd is told, and what it has handed over: the protocols of sd_notify(3) and
// sd_listen_fds(3), which are a datagram and three variables.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <ingestd/app/configuration.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/base/unique_fd.hpp>

namespace ingestd::app {

// Where nobody listens ($NOTIFY_SOCKET is not set), telling does nothing.
//   thread  any; never waits: what cannot be told is left out
//   source  sd_notify(3), sd_watchdog_enabled(3)
class Supervisor {
public:
    // Reads NOTIFY_SOCKET (a path, or '@' and an abstract name), WATCHDOG_USEC and WATCHDOG_PID.
    explicit Supervisor(const Environment& environment);

    // `status` is a sentence for `systemctl status`.
    void ready(std::string_view status) const;
    void stopping(std::string_view status) const;
    void alive() const;
    // Start or stop may take so long again from now.
    void needs(std::chrono::seconds longer, std::string_view status) const;

    // How often alive() has to be said: half of what is allowed. nullopt: nobody watches.
    std::optional<std::chrono::microseconds> alive_every() const { return alive_every_; }

private:
    void tell(const std::string& message) const;

    UniqueFd socket_;
    std::string address_;  // a sockaddr_un's path; begins with a zero octet where it is abstract
    std::optional<std::chrono::microseconds> alive_every_;
};

// The socket that was opened for this process, already listening. nullopt: none was. The variables
// are taken out of the environment, so that no child takes the socket for its own.
//   errors  Errc::bad_socket: several, or none that accepts TCP connections
Result<std::optional<UniqueFd>> take_passed_socket(const Environment& environment);

}  // namespace ingestd::app
