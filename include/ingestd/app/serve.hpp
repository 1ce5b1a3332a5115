// The server, from start to orderly end.
#pragma once

#include <ingestd/app/configuration.hpp>

namespace ingestd::app {

// Runs until SIGINT or SIGTERM. The answer is the program's exit status.
int serve(const Configuration& configuration);

}  // namespace ingestd::app
