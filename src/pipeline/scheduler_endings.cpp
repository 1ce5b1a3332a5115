// How an upload ends: judged, cancelled, settled, kept by the catalog, and then told.
#include <chrono>
#include <utility>

#include <ingestd/base/fault_point.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/index/generations.hpp>

#include "disk_denial.hpp"
#include "scheduler.hpp"

namespace ingestd::pipeline {
namespace {

constexpr log::Logger logger{"pipeline"};

const FaultPoint before_end{"pipeline.finish.before"};
const FaultPoint end_kept{"pipeline.finish.kept"};
const FaultPoint before_told{"pipeline.finish.before_told"};
constexpr auto settle_again_after = std::chrono::seconds{5};

}  // namespace

void Scheduler::finish_if_over(const UploadPointer& upload, std::unique_lock<std::mutex>& lock) {
    if (upload->phase != UploadRun::Phase::running || !upload->is_over()) return;
    upload->phase = UploadRun::Phase::finishing;
    const auto verdict = judge(*upload);
    lock.unlock();
    const bool has_written = upload->generation && !upload->force_recreate;
    if (verdict.status == Status::cancelled && has_written) return note_cancelling(upload, verdict);
    const bool has_to_settle = has_written ? upload->has_to_settle() : upload->has_containers();
    if (verdict.status == Status::completed && upload->generation && has_to_settle &&
        !upload->is_of_stored())
        return settle_then_finish(upload, verdict);
    finish(upload, verdict);
}

// On disk before anything is removed: else a restart would find documents that had ended well, and
// complete the upload without them.
void Scheduler::note_cancelling(const UploadPointer& upload, Verdict verdict) {
    rooms_.catalog.note_cancelling(
        upload->id,
        [scheduler = shared_from_this(), upload, verdict = std::move(verdict)](Result<void> noted) {
            if (!noted && is_denied_by_disk(noted.error())) return;  // left to the next start
            if (!noted) {
                logger.error(
                    "cancel_not_kept", kv("upload", upload->id), kv("why", noted.error().detail)
                );
            }
            scheduler->discard_then_finish(upload, verdict);
        }
    );
}

// What the upload has brought is found from one instant on, and what it replaced is removed. Until
// that is done the upload has not completed: it is tried again for as long as it takes.
void Scheduler::settle_then_finish(const UploadPointer& upload, Verdict verdict) {
    upload->generation->settle_upload(
        upload->id,
        {upload->options.on_same_key, upload->children_that_failed()},
        [scheduler = shared_from_this(),
         upload,
         verdict = std::move(verdict)](Result<std::vector<index::ReleasedDocument>> released) {
            if (released) {
                scheduler->keep_released(upload, *released);
                return scheduler->finish(upload, verdict);
            }
            if (is_denied_by_disk(released.error())) return;  // left to the next start
            logger.error(
                "settling_failed", kv("upload", upload->id), kv("why", released.error().detail)
            );
            {
                const std::lock_guard lock{scheduler->mutex_};
                upload->waiting_on = progress::WaitingOn{
                    .reason = "disk",
                    .detail = "The collection could not be written. It is tried again.",
                    .until = wall_now() + settle_again_after};
            }
            scheduler->call_at(
                SteadyClock::now() + settle_again_after,
                [weak = scheduler->weak_from_this(), upload, verdict] {
                    if (const auto running = weak.lock())
                        running->settle_then_finish(upload, verdict);
                }
            );
        }
    );
}

// What became of documents that were held is known only now. The catalog writes in order: it is
// there before the end is.
void Scheduler::keep_released(
    const UploadPointer& upload, const std::vector<index::ReleasedDocument>& released
) {
    std::vector<const catalog::DocumentOutcome*> outcomes(upload->documents.size());
    for (const auto& outcome : upload->outcomes) outcomes.at(outcome.ordinal) = &outcome;
    for (const auto& document : released) {
        const auto* before = outcomes.at(document.ordinal);
        if (!before) continue;
        auto outcome = *before;
        outcome.replaced = document.placed.replaced;
        take_standing(outcome, document.placed.standing);
        if (outcome == *before) continue;
        rooms_.catalog.record_outcome(upload->id, outcome, [upload](const Result<void>& kept) {
            if (!kept) {
                logger.error(
                    "outcome_not_kept", kv("upload", upload->id), kv("why", kept.error().detail)
                );
            }
        });
    }
}

void Scheduler::discard_then_finish(const UploadPointer& upload, Verdict verdict) {
    upload->generation->discard_upload(
        upload->id,
        [scheduler = shared_from_this(),
         upload,
         verdict = std::move(verdict)](Result<void> discarded) {
            if (!discarded && is_denied_by_disk(discarded.error())) return;
            if (!discarded) {
                logger.warn(
                    "discard_failed", kv("upload", upload->id), kv("why", discarded.error().detail)
                );
            }
            scheduler->finish(upload, verdict);
        }
    );
}

// The catalog first, then whoever watches: what was told as the end is the end, also after a crash.
// An end that cannot be kept is not told; it is made anew when it is tried again.
void Scheduler::finish(const UploadPointer& upload, Verdict verdict) {
    const auto ending =
        std::make_shared<UploadProgress::Ending>(upload->progress.end(verdict.status, verdict.error)
        );
    const bool becomes_current = verdict.status == Status::completed && upload->own_generation;
    before_end.pass();
    bool is_first_try = false;
    {
        const std::lock_guard lock{mutex_};
        is_first_try = !std::exchange(upload->verdict, verdict);
    }
    rooms_.catalog.finish(
        upload->id,
        verdict.status,
        ending->terminal_event,
        becomes_current ? upload->own_generation : std::nullopt,
        [scheduler = shared_from_this(), upload, ending, becomes_current, is_first_try](
            Result<std::optional<GenerationId>> finished
        ) {
            if (finished) {
                end_kept.pass();
                const auto unused = becomes_current ? *finished : upload->own_generation;
                return scheduler->tell_end(upload, *ending, unused);
            }
            if (is_first_try) {
                logger.error(
                    "end_not_kept", kv("upload", upload->id), kv("why", finished.error().detail)
                );
            }
            upload->progress.take_back_end();
            scheduler->put_off(upload, waiting_on(finished.error(), scheduler->rooms_.space));
        }
    );
}

//   unused  a generation that nobody needs from now on
void Scheduler::tell_end(
    const UploadPointer& upload,
    const UploadProgress::Ending& ending,
    const std::optional<GenerationId>& unused
) {
    // Not under the lock: these may be the last holders.
    std::shared_ptr<index::Generation> closing, source;
    {
        const std::lock_guard lock{mutex_};
        closing.swap(upload->generation);
        source.swap(upload->source);
    }
    closing.reset();
    source.reset();
    if (unused) rooms_.generations.remove(*unused);
    const auto status = upload->verdict->status;
    logger.info("upload_ended", kv("upload", upload->id), kv("status", to_string(status)));
    before_told.pass();
    upload->progress.tell(ending);
    remove_upload(upload, status);
    if (settings_.ended) settings_.ended(upload->id);
}

void Scheduler::remove_upload(const UploadPointer& upload, Status ended) {
    std::vector<std::function<void(Status)>> when_ended;
    {
        const std::lock_guard lock{mutex_};
        when_ended.swap(upload->when_ended);
        uploads_.erase(upload->id);
        queue_.forget(upload->id);
        for (const auto& id : gate_.leave(upload->collection, upload->id)) {
            const auto entered = uploads_.find(id);
            if (entered == uploads_.end()) continue;
            entered->second->phase = UploadRun::Phase::ready;
            mark_ready(entered->second);
        }
    }
    for (const auto& done : when_ended) done(ended);
}

bool Scheduler::cancel(const UploadId& id, std::function<void(Status)> done) {
    std::unique_lock lock{mutex_};
    const auto found = uploads_.find(id);
    if (found == uploads_.end()) return false;
    const auto upload = found->second;
    upload->when_ended.push_back(std::move(done));
    if (upload->is_cancelling || upload->phase == UploadRun::Phase::finishing) return true;
    upload->is_cancelling = true;
    // With nothing open it is over at once, unless it has to remove what it had indexed before a
    // restart: its turn comes for that, also where it waits for room first. What waits for a
    // collection that is built anew has nothing that stays.
    const bool waits_for_others = upload->phase == UploadRun::Phase::waiting &&
                                  gate_.waited_for(upload->collection, upload->id).place == 0;
    const bool has_not_begun =
        upload->phase == UploadRun::Phase::waiting || upload->phase == UploadRun::Phase::ready;
    const bool has_nothing = waits_for_others || (has_not_begun && !upload->is_resumed);
    if (has_nothing) upload->phase = UploadRun::Phase::running;
    for (const auto& document : upload->open) {
        document->cancel();
        wake_locked(upload, document);
    }
    finish_if_over(upload, lock);
    return true;
}

}  // namespace ingestd::pipeline
