#include "campaign.hpp"

#include <csignal>
#include <iostream>
#include <stdexcept>
#include <thread>

namespace ingestd::crash {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto load_min = 20ms;
constexpr auto load_max = 600ms;

}  // namespace

Campaign::Campaign(CampaignSettings settings, Journal& journal)
    : settings_{std::move(settings)},
      journal_{journal},
      verification_{journal, seen_},
      random_{settings_.seed} {}

std::chrono::microseconds Campaign::up_to(std::chrono::microseconds most) {
    return std::chrono::microseconds{
        std::uniform_int_distribution<std::int64_t>{0, most.count()}(random_)};
}

void Campaign::run() {
    for (std::size_t round = 1; round <= settings_.rounds; ++round) play_round(round);
    end();
}

// What the round before has left is gone on with under the next load, but for every so many rounds,
// when it is waited for and checked.
void Campaign::play_round(std::size_t round) {
    if (random_() % 3 == 0) kill_while_starting();
    const auto server = start();
    if (round > 1 && (round - 1) % settings_.check_every == 0) {
        verification_.check_new(server->port());
        std::cout << "round " << round << ": " << journal_.all().size() << " uploads, "
                  << journal_.failures().size() << " failures" << std::endl;
    }
    Clients clients{server->port(), settings_.seed + 100 * round, settings_.load, journal_, seen_};
    std::this_thread::sleep_for(load_min + up_to(load_max - load_min));
    clients.ending();
    const int status = server->end_with(SIGKILL);
    clients.join();
    journal_.check(status == -SIGKILL, "the server had ended by itself: " + std::to_string(status));
    note_kill();
}

std::unique_ptr<e2e::ServerProcess> Campaign::start() {
    const auto began = Clock::now();
    auto server = std::make_unique<e2e::ServerProcess>(e2e::Launch{.data_dir = settings_.data_dir});
    if (!server->is_listening()) throw std::runtime_error{"the server did not start again"};
    last_start_ = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began);
    figures_.longest_start = std::max(
        figures_.longest_start, std::chrono::duration_cast<std::chrono::milliseconds>(last_start_)
    );
    return server;
}

void Campaign::kill_while_starting() {
    for (auto times = 1 + random_() % 3; times > 0; --times) {
        e2e::ServerProcess server{e2e::Launch{.data_dir = settings_.data_dir}};
        std::this_thread::sleep_for(up_to(last_start_ * 3 / 2));
        server.end_with(SIGKILL);
        ++figures_.kills_while_starting;
    }
}

void Campaign::note_kill() {
    seen_.close_life();
    ++figures_.kills;
    const auto unfinished = seen_.unfinished_by_status();
    if (unfinished.empty()) ++figures_.kills_while_idle;
    for (const auto& [status, count] : unfinished) figures_.unfinished[status] += count;
}

void Campaign::end() {
    auto server = start();
    verification_.check_all(server->port());
    journal_.check(server->end_with(SIGTERM) == 0, "the server did not end in order");
    verification_.check_files(settings_.data_dir);
}

void Campaign::print_summary() const {
    std::size_t accepted = 0, unanswered = 0, refused = 0;
    for (const auto& upload : journal_.all()) {
        accepted += upload.answer == SentUpload::Answer::accepted ? 1 : 0;
        refused += upload.answer == SentUpload::Answer::refused ? 1 : 0;
        unanswered += upload.answer == SentUpload::Answer::none ? 1 : 0;
    }
    std::cout << "seed " << settings_.seed << ": " << figures_.kills << " kills under load and "
              << figures_.kills_while_starting << " while starting; the longest start took "
              << figures_.longest_start.count() << " ms\n"
              << "uploads in work at the kills:";
    for (const auto& [status, count] : figures_.unfinished)
        std::cout << ' ' << status << ' ' << count;
    std::cout << "; " << figures_.kills_while_idle << " kills met an idle server\n"
              << "uploads sent: " << accepted << " acknowledged, " << unanswered
              << " without an answer, " << refused << " refused\n"
              << "found: " << verification_.documents() << " documents, " << verification_.chunks()
              << " chunks; " << journal_.checks() << " checks, " << journal_.failures().size()
              << " failures" << std::endl;
}

}  // namespace ingestd::crash
