// What watchers have been told of each upload, and the rule that nothing of it goes back.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace ingestd::crash {

using json = nlohmann::ordered_json;

// The fields of an event that only grow.
//   event  the whole of it where it is the last
struct SeenEvent {
    std::uint64_t seq = 0;
    double percent = 0;
    std::uint64_t chunk = 0;
    std::string status = "received";
    std::optional<json> terminal = {};

    static SeenEvent of(const json& event);
};

// What `after` takes back of `before`, as a sentence; empty when nothing.
std::string what_went_back(const SeenEvent& before, const SeenEvent& after);

// The most that any watcher has been told, and what had been told when the server last died: who
// connects again must not be told less.
//   thread  any
class SeenEvents {
public:
    void note(const std::string& upload, const SeenEvent& event);

    // The server has died, and nobody reads any more.
    void close_life();

    // What was told before the present life of the server; nullopt: nothing.
    std::optional<SeenEvent> before_this_life(const std::string& upload) const;
    std::optional<SeenEvent> newest(const std::string& upload) const;

    // How many uploads stood in each state that is no end.
    std::map<std::string, std::size_t> unfinished_by_status() const;

private:
    mutable std::mutex lock_;
    // guarded by lock_
    std::map<std::string, SeenEvent> newest_;
    std::map<std::string, SeenEvent> before_;
};

// One watcher's own order of events, from connecting to its end.
class WatchedOrder {
public:
    explicit WatchedOrder(SeenEvents& seen) : seen_{seen} {}

    // What is wrong with it, as a sentence; empty when nothing is.
    std::string take(const json& event);

private:
    SeenEvents& seen_;
    std::map<std::string, SeenEvent> last_;
};

}  // namespace ingestd::crash
