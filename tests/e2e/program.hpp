// A program that runs to its end, and the same as systemd would start it.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace ingestd::e2e {

struct Ended {
    int status = 0;  // minus the signal that ended it
    std::string output;
    std::string errors;
};

// `ingestd` with these arguments.
Ended run_ingestd(std::vector<std::string> arguments);

// `ingestd` as a child that nobody waits for yet.
//   environment  "NAME=value", besides the test's own
//   passed       descriptor that becomes its third, with LISTEN_FDS and LISTEN_PID; -1: none
pid_t start_ingestd(
    std::vector<std::string> arguments,
    std::vector<std::string> environment = {},
    int passed = -1,
    int standard_error = -1
);
int wait_for(pid_t pid);  // as Ended::status

}  // namespace ingestd::e2e
