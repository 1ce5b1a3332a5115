// What strace saw, in the order in which calls began and ended.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ingestd::crash {

//   name    of the call
//   words   its arguments, descriptors with what stands behind them, and its answer
//   begin, end  lines on which it began and ended; the same where nothing came between
struct SystemCall {
    std::string name;
    std::string words;
    std::size_t begin = 0;
    std::size_t end = 0;
};

// Of the output of `strace -f -yy`. A call that never ended has no end that counts: it is left out.
// In the order in which they ended.
std::vector<SystemCall> parse_system_calls(const std::string& trace);

}  // namespace ingestd::crash
