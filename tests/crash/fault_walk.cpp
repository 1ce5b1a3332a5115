#include "fault_walk.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "clients.hpp"
#include "e2e/server_process.hpp"
#include "seen_events.hpp"
#include "verification.hpp"

namespace ingestd::crash {
namespace {

constexpr LoadSettings short_load = {
    .notes = 2,
    .folders = 1,
    .books = 1,
    .versions = 2,
    .editions = 2,
    .searches = 2,
    .book_bytes_max = 150'000,
    .pages_max = 6,
    .may_break = true};

// One life with the fault in it, from the start to an end in order if it comes to that. Gives its
// exit status.
int live_with(
    const std::string& fault,
    const std::filesystem::path& data_dir,
    std::uint64_t seed,
    Journal& journal,
    SeenEvents& seen
) {
    e2e::ServerProcess server{e2e::Launch{
        .data_dir = data_dir,
        .program = INGESTD_FAULTY_BINARY,
        .environment = {"INGESTD_FAULT=" + fault}}};
    if (!server.is_listening()) return server.wait();
    Clients clients{server.port(), seed, short_load, journal, seen};
    clients.wait_for_senders();
    const int status = server.end_with(SIGTERM);
    clients.join();
    seen.close_life();
    return status;
}

void check_after(const std::filesystem::path& data_dir, Journal& journal, SeenEvents& seen) {
    Verification verification{journal, seen};
    e2e::ServerProcess server{e2e::Launch{.data_dir = data_dir}};
    if (!journal.check(server.is_listening(), "the server did not start again")) return;
    verification.check_all(server.port());
    journal.check(server.end_with(SIGTERM) == 0, "the server did not end in order");
    verification.check_files(data_dir);
}

// A life tells that it came to its fault only by dying of it; of other faults so many are tried.
constexpr std::size_t times_unseen = 3;

// Whether the life came to its fault, or may have. Failures are told with the fault's name.
bool take_step(
    const std::string& fault, const WalkSettings& settings, std::uint64_t seed, Journal& journal
) {
    const auto data_dir = settings.data_dir / fault;
    Journal step;
    SeenEvents seen;
    const int status = live_with(fault, data_dir, seed, step, seen);
    const bool is_killed = status == -SIGKILL;
    step.check(is_killed || status == 0 || settings.action != "kill", "the server ended otherwise");
    check_after(data_dir, step, seen);
    for (const auto& failure : step.failures()) journal.fail(fault + ": " + failure);
    journal.add_checks(step.checks());
    if (step.failures().empty()) std::filesystem::remove_all(data_dir);
    return is_killed || settings.action != "kill";
}

}  // namespace

std::vector<std::string> fault_points(const std::filesystem::path& data_dir) {
    const auto command = std::string{"INGESTD_FAULT=list "} + INGESTD_FAULTY_BINARY +
                         " serve --port 0 --data-dir " + data_dir.string();
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe{
        ::popen(command.c_str(), "r"), ::pclose};
    if (!pipe) throw std::runtime_error{"popen"};
    std::vector<std::string> names;
    std::array<char, 256> line{};
    while (std::fgets(line.data(), line.size(), pipe.get())) {
        std::string name{line.data()};
        name.pop_back();
        names.push_back(std::move(name));
    }
    return names;
}

WalkFigures walk_fault_points(const WalkSettings& settings, Journal& journal) {
    WalkFigures figures;
    const auto times_max =
        settings.action == "kill" ? settings.times_max : std::min(settings.times_max, times_unseen);
    for (const auto& point : fault_points(settings.data_dir / "list")) {
        if (point.find(settings.only) == std::string::npos) continue;
        ++figures.points;
        std::size_t times = 1;
        for (bool is_reached = true; is_reached && times <= times_max; ++times) {
            const auto fault = point + ':' + settings.action + ':' + std::to_string(times);
            is_reached = take_step(fault, settings, settings.seed + figures.faults, journal);
            if (!is_reached && times == 1) figures.never_reached.push_back(point);
            figures.faults += is_reached ? 1 : 0;
        }
    }
    return figures;
}

}  // namespace ingestd::crash
