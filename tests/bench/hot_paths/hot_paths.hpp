// The code that runs for each acknowledgement, event, chunk and search, with fixed inputs: what
// `./dev bench micro` times and `./dev bench instructions` counts.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace ingestd::bench {

// One of them.
//   name   figures are recorded by it
//   unit   what the work consists of
//   units  how many of these a call does
//   call   does the work, the same each time, and returns something of it, so that no compiler
//          leaves it out
struct HotPath {
    std::string name;
    std::string unit;
    std::size_t units = 0;
    std::function<std::size_t()> call;
};

// Those that execute the same instructions on every machine of one architecture: none chooses its
// code by what the processor can do, none reads a clock or a file.
std::vector<HotPath> hot_paths();

}  // namespace ingestd::bench
