// Keeps the data directory from growing: frees what the inbox tells of, prunes the history, and
// sweeps at start and regularly what was missed. Memory that work has freed goes back, too.
#pragma once

#include <chrono>
#include <memory>
#include <thread>

#include <ingestd/upkeep/inbox.hpp>
#include <ingestd/upkeep/sweeper.hpp>

namespace ingestd::upkeep {

//   keep_history   uploads stay in the history for so long after their end; 0: for ever
//   prune_every    how often the history is looked at
//   sweep_every    how often everything is looked through, which reads each document of the catalog
//   blob_grace     a blob that no upload names is kept for so long: one that is being accepted is
//                  protected anyway, but a person may just be copying files back
//   quiet          so long after the last of what ended memory is given back to the system
//   step_pause     after some steps of a sweep: a large directory is gone through without haste
struct Settings {
    std::chrono::milliseconds keep_history = std::chrono::hours{24 * 30};
    std::chrono::milliseconds prune_every = std::chrono::minutes{5};
    std::chrono::milliseconds sweep_every = std::chrono::hours{6};
    std::chrono::milliseconds blob_grace = std::chrono::hours{1};
    std::chrono::milliseconds quiet = std::chrono::seconds{1};
    std::chrono::milliseconds step_pause = std::chrono::milliseconds{5};
};

// A thread of its own: it waits for writers, and nobody waits for it.
//   thread  begins with the constructor, ends with the destructor, which waits for the step in work
class Upkeep {
public:
    Upkeep(Rooms rooms, Settings settings, std::shared_ptr<Inbox> inbox);
    ~Upkeep();

private:
    void work(const std::stop_token& stopping);
    void handle(Sweeper& sweeper, const Occurrence& occurrence) const;
    void prune(Sweeper& sweeper) const;
    void sweep(Sweeper& sweeper) const;

    const Rooms rooms_;
    const Settings settings_;
    const std::shared_ptr<Inbox> inbox_;
    std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace ingestd::upkeep
