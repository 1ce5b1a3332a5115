// The server is killed again and again on one data directory, and held to what it promised.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>

#include "clients.hpp"
#include "e2e/server_process.hpp"
#include "journal.hpp"
#include "seen_events.hpp"
#include "verification.hpp"

namespace ingestd::crash {

//   rounds       kills under load
//   check_every  rounds between two checks of what is new; at the end all of it is checked
struct CampaignSettings {
    std::size_t rounds = 10;
    std::uint64_t seed = 1;
    std::filesystem::path data_dir;
    std::size_t check_every = 5;
    LoadSettings load = {};
};

// What a campaign has done.
//   unfinished  by state: how many uploads stood in it, summed over the kills
struct Figures {
    std::size_t kills = 0;
    std::size_t kills_while_starting = 0;
    std::size_t kills_while_idle = 0;
    std::map<std::string, std::size_t> unfinished = {};
    std::chrono::milliseconds longest_start{0};
};

class Campaign {
public:
    Campaign(CampaignSettings settings, Journal& journal);

    void run();
    void print_summary() const;

private:
    void play_round(std::size_t round);
    std::unique_ptr<e2e::ServerProcess> start();
    void kill_while_starting();
    void note_kill();
    void end();
    std::chrono::microseconds up_to(std::chrono::microseconds most);

    const CampaignSettings settings_;
    Journal& journal_;
    SeenEvents seen_;
    Verification verification_;
    Figures figures_;
    std::mt19937_64 random_;
    std::chrono::microseconds last_start_{50'000};
};

}  // namespace ingestd::crash
