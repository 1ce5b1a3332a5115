// The load: clients that send documents of many kinds, watch, and search, until the server dies.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "journal.hpp"
#include "seen_events.hpp"

namespace ingestd::crash {

// How much each client sends within one life of the server; more only makes checking longer.
//   may_break  the server may die at any time: what breaks off, or is refused, is no failure
struct LoadSettings {
    std::size_t notes = 40;
    std::size_t folders = 10;
    std::size_t books = 3;
    std::size_t versions = 10;
    std::size_t editions = 6;
    std::size_t searches = 200;
    std::size_t book_bytes_max = 1'500'000;
    std::size_t pages_max = 120;
    bool may_break = false;
};

// The clients of one life of the server. What breaks off before ending() was called is a failure.
//   thread  one; the clients' own threads end in join()
class Clients {
public:
    Clients(
        std::uint16_t port,
        std::uint64_t seed,
        const LoadSettings& settings,
        Journal& journal,
        SeenEvents& seen
    );
    ~Clients();  // join()

    // From now on sockets may break, and nothing new is begun.
    void ending() { is_ending_ = true; }
    // Returns when everything has been sent and answered. Those who watch go on.
    void wait_for_senders();
    // Returns when every client has ended. REQUIRES: the server has, too
    void join();

private:
    // What a client's thread does, again and again; false: it has nothing more to do.
    struct Client {
        std::size_t number = 0;
        std::mt19937_64 random{};
        std::size_t sent = 0;
        std::set<std::string> found{};  // what a search has found once, and must find ever after
    };

    bool may_break() const { return is_ending_ || settings_.may_break; }
    void spawn(bool (Clients::*step)(Client&));
    void run(Client client, bool (Clients::*step)(Client&));
    void watch_all();
    void watch_unfinished();
    void watch(const std::string& upload);

    bool send_small(Client& client);
    bool send_many(Client& client);
    bool send_large(Client& client);
    bool send_form(Client& client);
    bool send_pages(Client& client);
    bool replace(Client& client);
    bool recreate(Client& client);
    bool search(Client& client);

    SentDocument text(Client& client, std::string_view name, std::size_t bytes_max);
    std::string send_json(const Client& client, SentUpload upload, const json& options);
    std::string settle(std::size_t place, unsigned status, const std::string& body);

    const std::uint16_t port_;
    const std::uint64_t seed_;
    const LoadSettings settings_;
    Journal& journal_;
    SeenEvents& seen_;
    std::atomic<bool> is_ending_ = false;
    // last
    std::vector<std::thread> watchers_;
    std::vector<std::thread> senders_;
};

}  // namespace ingestd::crash
