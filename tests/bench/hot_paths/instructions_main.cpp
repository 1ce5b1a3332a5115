// ingestd-instructions: does each hot path once. Under callgrind, which must not collect from the
// start, it dumps the instructions of each, alone, under the path's name; instructions.sh does
// that. Prints a line a path: its name, how many units a call does, and what they are.
#include <cstdio>

#include <valgrind/callgrind.h>

#include "hot_paths.hpp"

int main() {
    const auto paths = ingestd::bench::hot_paths();
    CALLGRIND_START_INSTRUMENTATION;
    for (const auto& path : paths) {
        // The first call fills caches, and binds what is linked lazily.
        std::size_t done = path.call();
        CALLGRIND_TOGGLE_COLLECT;
        done += path.call();
        CALLGRIND_TOGGLE_COLLECT;
        CALLGRIND_DUMP_STATS_AT(path.name.c_str());
        if (done == 0) return 1;
        std::printf("%s %zu %s\n", path.name.c_str(), path.units, path.unit.c_str());
    }
    return 0;
}
