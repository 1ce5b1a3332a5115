// The server dies, or fails, at each fault point in turn: the first time that it is reached, the
// second, and so on until a whole life does not reach it so often.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "journal.hpp"

namespace ingestd::crash {

//   only       points whose names hold this
//   times_max  of each point, at most so many times
//   data_dir   each step has a folder of its own in it, gone when nothing is wrong
struct WalkSettings {
    std::string action = "kill";
    std::string only = {};
    std::size_t times_max = 1'000;
    std::uint64_t seed = 1;
    std::filesystem::path data_dir;
};

// The names of all points, as the program tells them. It takes a data directory for it.
std::vector<std::string> fault_points(const std::filesystem::path& data_dir);

// What the walk has done.
struct WalkFigures {
    std::size_t points = 0;
    std::size_t faults = 0;
    std::vector<std::string> never_reached = {};
};

WalkFigures walk_fault_points(const WalkSettings& settings, Journal& journal);

}  // namespace ingestd::crash
