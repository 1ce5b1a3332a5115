// The real server as a process of its own, on a free port of loopback, with a data directory of its
// own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace ingestd::e2e {

class ServerProcess {
public:
    // Started, and answering, when this returns.
    //   port  0: a free one
    explicit ServerProcess(
        std::filesystem::path data_dir,
        std::vector<std::string> options = {},
        std::uint16_t port = 0
    );
    ~ServerProcess();  // SIGKILL, when it still runs
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    std::uint16_t port() const { return port_; }
    pid_t pid() const { return pid_; }

    // Sends the signal and waits for the end; the answer is the exit status, or minus the signal
    // that ended it.
    int end_with(int signal);

    // Most memory it has had so far, in bytes (VmHWM); that of its helpers is not counted.
    std::uint64_t peak_memory_bytes() const;

private:
    pid_t pid_ = -1;
    std::uint16_t port_ = 0;
};

}  // namespace ingestd::e2e
