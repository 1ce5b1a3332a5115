// The server, from start to orderly end.
#pragma once

#include <ingestd/app/configuration.hpp>

namespace ingestd::app {

// Runs until SIGINT or SIGTERM, and ends within its `stop_grace` and 20 s after it. The answer is
// the program's exit status.
//   environment  for what systemd says and hands over: sd_notify(3), sd_listen_fds(3)
int serve(const Configuration& configuration, const Environment& environment);

}  // namespace ingestd::app
