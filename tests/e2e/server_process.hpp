// The real server as a process of its own, on a free port of loopback, with a data directory of its
// own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <ingestd/base/unique_fd.hpp>
#include <sys/types.h>

namespace ingestd::e2e {

// How a server is started.
//   program      empty: the one that users run
//   under        the words of a program that runs it, such as strace; its pid is then the server's
//   environment  NAME=VALUE, each in the place of what the test itself has there
struct Launch {
    std::filesystem::path data_dir;
    std::vector<std::string> options = {};
    std::string program = {};
    std::vector<std::string> under = {};
    std::vector<std::string> environment = {};
    std::uint16_t port = 0;
};

class ServerProcess {
public:
    // Started, and answering, when this returns.
    //   port  0: a free one
    explicit ServerProcess(
        std::filesystem::path data_dir,
        std::vector<std::string> options = {},
        std::uint16_t port = 0
    );
    // Started only: is_listening() waits for it.
    explicit ServerProcess(const Launch& launch);
    ~ServerProcess();  // SIGKILL, when it still runs
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    // Waits until it answers. False: it has ended before.
    bool is_listening();
    std::uint16_t port() const { return port_; }  // REQUIRES: it listens
    pid_t pid() const { return pid_; }

    // Sends the signal and waits for the end; the answer is the exit status, or minus the signal
    // that ended it.
    int end_with(int signal);
    // Waits for an end that somebody else brings about.
    int wait();

    // Most memory it has had so far, in bytes (VmHWM); that of its helpers is not counted.
    std::uint64_t peak_memory_bytes() const;
    std::uint64_t memory_bytes() const;  // that it has now (VmRSS)

private:
    std::uint64_t status_bytes(std::string_view field) const;

    UniqueFd output_;
    pid_t pid_ = -1;
    std::uint16_t port_ = 0;
};

}  // namespace ingestd::e2e
