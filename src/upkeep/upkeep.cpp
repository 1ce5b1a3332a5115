#include <algorithm>
#include <optional>
#include <utility>

#include <ingestd/base/background_thread.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/upkeep/upkeep.hpp>
#include <malloc.h>

namespace ingestd::upkeep {
namespace {

constexpr log::Logger logger{"upkeep"};

// So many steps of a sweep follow one another; each takes well below a millisecond.
constexpr unsigned steps_at_once = 32;

// A store that fails costs this piece of work; the next sweep finds what it has left.
template <class Work>
void guarded(const char* what, Sweeper& sweeper, const Work& work) {
    try {
        work();
    } catch (const std::exception& thrown) {
        logger.error("upkeep_threw", kv("what", what), kv("why", thrown.what()));
    }
    const auto counts = sweeper.take_counts();
    if (counts.documents + counts.blobs + counts.uploads == 0) return;
    logger.info(
        "freed",
        kv("why", what),
        kv("documents", counts.documents),
        kv("blobs", counts.blobs),
        kv("uploads", counts.uploads)
    );
}

}  // namespace

Upkeep::Upkeep(Rooms rooms, Settings settings, std::shared_ptr<Inbox> inbox)
    : rooms_{rooms},
      settings_{settings},
      inbox_{std::move(inbox)},
      thread_{[this](const std::stop_token& stopping) { work(stopping); }} {}

Upkeep::~Upkeep() = default;

void Upkeep::work(const std::stop_token& stopping) {
    give_way();
    auto trim_at = Deadline::max();  // sooner while something has ended and nothing since
    Sweeper prompt{rooms_, [&] { return !stopping.stop_requested(); }};
    const auto handle_until = [&](Deadline until) {
        const auto occurrence = inbox_->take(until, stopping);
        if (!occurrence) return false;
        guarded("removal", prompt, [&] { handle(prompt, *occurrence); });
        trim_at = SteadyClock::now() + settings_.quiet;
        return true;
    };
    // A sweep may take long: what happens meanwhile is handled between its steps.
    Sweeper unhurried{rooms_, [&, steps = 0u]() mutable {
                          if (++steps % steps_at_once == 0) {
                              const auto until = SteadyClock::now() + settings_.step_pause;
                              while (handle_until(until)) continue;
                          }
                          return !stopping.stop_requested();
                      }};
    auto prune_at = SteadyClock::now(), sweep_at = prune_at;
    while (!stopping.stop_requested()) {
        const auto now = SteadyClock::now();
        if (now >= prune_at) {
            guarded("history", unhurried, [&] { prune(unhurried); });
            prune_at = now + settings_.prune_every;
        }
        if (now >= sweep_at) {
            guarded("sweep", unhurried, [&] { sweep(unhurried); });
            sweep_at = now + settings_.sweep_every;
        }
        if (now >= trim_at) {
            // What work has freed stays with the allocator: a third of what the process has.
            ::malloc_trim(0);
            trim_at = Deadline::max();
        }
        handle_until(std::min({prune_at, sweep_at, trim_at}));
    }
}

void Upkeep::handle(Sweeper& sweeper, const Occurrence& occurrence) const {
    if (const auto* ended = std::get_if<UploadEnded>(&occurrence)) {
        sweeper.upload_ended(ended->upload);
    } else if (const auto* document = std::get_if<DocumentRemoved>(&occurrence)) {
        sweeper.document_removed(document->collection, document->key);
    } else {
        sweeper.collection_removed(std::get<CollectionRemoved>(occurrence).collection);
    }
}

void Upkeep::prune(Sweeper& sweeper) const {
    if (settings_.keep_history.count() > 0) sweeper.prune(wall_now() - settings_.keep_history);
    sweeper.return_space();
}

void Upkeep::sweep(Sweeper& sweeper) const {
    sweeper.sweep_documents();
    sweeper.sweep_blobs(wall_now() - settings_.blob_grace);
}

}  // namespace ingestd::upkeep
