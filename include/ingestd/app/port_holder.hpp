// Why an address could not be bound, in words that help.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include <boost/system/error_code.hpp>

#include <sys/types.h>

namespace ingestd::app {

struct PortHolder {
    pid_t pid = 0;
    std::string program;  // its name as the kernel has it, quoted when it is not plain
};

// The process that listens on a TCP port, where this one may look: another user's stays unknown.
// Reads `proc` (net/tcp, net/tcp6, PID/fd).
std::optional<PortHolder> find_port_holder(
    std::uint16_t port, const std::filesystem::path& proc = "/proc"
);

// "port 8080 is already in use by python3 (pid 412): …", with the option that helps.
std::string describe_bind_error(
    const boost::system::error_code& code, const std::string& host, std::uint16_t port
);

}  // namespace ingestd::app
