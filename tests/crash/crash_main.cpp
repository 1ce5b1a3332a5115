// The program `ingestd-crash`: kills a server at random instants under load (--rounds), or at every
// fault point (--points), and checks that nothing that was acknowledged is lost.
#include <iostream>
#include <random>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "campaign.hpp"
#include "fault_walk.hpp"

namespace ingestd::crash {
namespace {

namespace fs = std::filesystem;

struct Asked {
    std::size_t rounds = 10;
    std::uint64_t seed = std::random_device{}();
    bool walks_points = false;
    WalkSettings walk = {};
};

fs::path make_data_dir() {
    auto pattern = (fs::temp_directory_path() / "ingestd-crash-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error{"mkdtemp"};
    return pattern;
}

void walk(const Asked& asked, const fs::path& data_dir, Journal& journal) {
    auto settings = asked.walk;
    settings.seed = asked.seed;
    settings.data_dir = data_dir;
    const auto figures = walk_fault_points(settings, journal);
    std::cout << "seed " << asked.seed << ": " << figures.points << " fault points, "
              << figures.faults << " faults (" << settings.action << "), " << journal.checks()
              << " checks, " << journal.failures().size() << " failures\n";
    for (const auto& point : figures.never_reached) std::cout << "never reached: " << point << '\n';
}

void fight(const Asked& asked, const fs::path& data_dir, Journal& journal) {
    Campaign campaign{
        {.rounds = asked.rounds, .seed = asked.seed, .data_dir = data_dir / "data"}, journal};
    campaign.run();
    campaign.print_summary();
}

int run(const Asked& asked) {
    const auto data_dir = make_data_dir();
    std::cout << "seed " << asked.seed << ", data in " << data_dir.string() << std::endl;
    Journal journal;
    if (asked.walks_points) {
        walk(asked, data_dir, journal);
    } else {
        fight(asked, data_dir, journal);
    }
    if (journal.failures().empty()) {
        fs::remove_all(data_dir);
        return 0;
    }
    std::cerr << "FAILED with --seed " << asked.seed << "; the data stays in " << data_dir.string()
              << std::endl;
    return 1;
}

}  // namespace
}  // namespace ingestd::crash

int main(int count, char** arguments) {
    using namespace ingestd::crash;
    Asked asked;
    CLI::App app{"Kills a server and holds it to what it promised."};
    app.add_option("--rounds", asked.rounds, "Kills at random instants under load");
    app.add_option("--seed", asked.seed, "Of what is sent and when it is killed");
    app.add_flag("--points", asked.walks_points, "Kills at every fault point instead");
    app.add_option("--action", asked.walk.action, "What happens at a point: kill, error or full");
    app.add_option("--only", asked.walk.only, "Points whose names hold this");
    app.add_option("--times-max", asked.walk.times_max, "Of each point at most so many times");
    CLI11_PARSE(app, count, arguments);
    try {
        return run(asked);
    } catch (const std::exception& thrown) {
        std::cerr << "ingestd-crash, seed " << asked.seed << ": " << thrown.what() << std::endl;
        return 1;
    }
}
