// How an upload begins, ends, and is cancelled.
#include <algorithm>
#include <chrono>

#include <ingestd/base/error_thrown.hpp>
#include <ingestd/base/fault_point.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/disk/space.hpp>
#include <ingestd/index/errc.hpp>
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

void Scheduler::start(catalog::UnfinishedUpload work) {
    auto upload = std::make_shared<UploadRun>(std::move(work), rooms_.tracker);
    upload->progress.begin();
    {
        const std::lock_guard lock{mutex_};
        if (is_stopping_) return;
        uploads_.emplace(upload->id, upload);
        const auto access = upload->force_recreate ? Access::exclusive : Access::shared;
        if (gate_.enter(upload->collection, upload->id, access)) {
            upload->phase = UploadRun::Phase::ready;
            mark_ready(upload);
            return;
        }
    }
    upload->progress.wait(find_reason(upload));
}

void Scheduler::begin_upload(const UploadPointer& upload) {
    try {
        find_generation(upload);
    } catch (const ErrorThrown& thrown) {
        put_off(upload, waiting_on(thrown.error, rooms_.space));
    }
}

// Finds the generation to write; a force_recreate upload notes its own first, so that a restart
// goes on with that one.
void Scheduler::find_generation(const UploadPointer& upload) {
    if (upload->force_recreate) {
        if (!upload->own_generation) return note_generation(upload);
        const bool is_written =
            std::ranges::count(
                upload->outcomes, Status::completed, &catalog::DocumentOutcome::status
            ) > 0;
        return open_generation(upload, *upload->own_generation, is_written);
    }
    const auto collection = rooms_.catalog.find_collection(upload->collection);
    if (!collection)
        return abandon(
            upload, {"collection_deleted", "The collection was deleted while this upload waited."}
        );
    open_generation(upload, collection->generation, collection->is_written);
}

void Scheduler::note_generation(const UploadPointer& upload) {
    const auto made = GenerationId::random();
    rooms_.catalog.note_generation(
        upload->id,
        made,
        [scheduler = shared_from_this(), upload, made](Result<void> noted) {
            if (!noted && is_denied_by_disk(noted.error())) return;  // left to the next start
            if (!noted) return scheduler->abandon(upload, {"catalog_failed", noted.error().detail});
            {
                const std::lock_guard lock{scheduler->mutex_};
                upload->own_generation = made;
                upload->phase = UploadRun::Phase::ready;
                scheduler->mark_ready(upload);
            }
        }
    );
}

void Scheduler::open_generation(
    const UploadPointer& upload, const GenerationId& id, bool is_written
) {
    auto opened = rooms_.generations.open(id, index::expected_where(is_written));
    if (opened) return set_running(upload, std::move(*opened));
    const auto& why = opened.error();
    if (is_denied_by_disk(why)) return put_off(upload, waiting_on(why, rooms_.space));
    if (why.code != index::Errc::damaged && why.code != index::Errc::missing)
        return abandon(upload, {"index_failed", why.detail});
    {
        const std::lock_guard lock{mutex_};
        upload->refusal = collection_damaged(why);
    }
    set_running(upload, nullptr);  // each document fails for it, so that each can be retried
}

void Scheduler::set_running(
    const UploadPointer& upload, std::shared_ptr<index::Generation> generation
) {
    logger.info(
        "upload_started",
        kv("upload", upload->id),
        kv("collection", upload->collection),
        kv("documents", upload->documents.size())
    );
    std::unique_lock lock{mutex_};
    upload->generation = std::move(generation);
    upload->phase = UploadRun::Phase::running;
    upload->put_off.reset();
    mark_ready(upload);
    finish_if_over(upload, lock);
}

// What the disk denied is tried again with the next look around.
void Scheduler::put_off(const UploadPointer& upload, progress::WaitingOn reason) {
    const std::lock_guard lock{mutex_};
    if (upload->phase == UploadRun::Phase::starting) upload->phase = UploadRun::Phase::ready;
    upload->put_off = std::move(reason);
}

// Whatever waits for the disk without anybody who would wake it.
void Scheduler::try_again() {
    const bool has_room = !rooms_.space || !rooms_.space->pause();
    std::vector<UploadPointer> ending;
    {
        const std::lock_guard lock{mutex_};
        for (const auto& [id, upload] : uploads_) {
            if (upload->put_off && upload->phase == UploadRun::Phase::ready) mark_ready(upload);
            if (upload->put_off && upload->phase == UploadRun::Phase::finishing) {
                upload->put_off.reset();
                ending.push_back(upload);
            }
            if (!has_room) continue;
            for (const auto& document : upload->open) {
                if (document->waits_for_room()) wake_locked(upload, document);
            }
        }
    }
    for (const auto& upload : ending) finish(upload, *upload->verdict);
}

// The upload can never run: none of its documents is begun.
void Scheduler::abandon(const UploadPointer& upload, const progress::EventError& why) {
    bool is_cancelling = false;
    {
        const std::lock_guard lock{mutex_};
        if (std::exchange(upload->phase, UploadRun::Phase::finishing) ==
            UploadRun::Phase::finishing)
            return;
        is_cancelling = upload->is_cancelling;
    }
    logger.warn("upload_abandoned", kv("upload", upload->id), kv("why", why.detail));
    if (is_cancelling) return finish(upload, {Status::cancelled, std::nullopt});
    finish(upload, {Status::failed, why});
}

// How a document ended is kept before it is told, so that a restart knows it too.
void Scheduler::keep_outcome(
    const UploadPointer& upload, const std::shared_ptr<DocumentRun>& document
) {
    const auto& outcome = document->outcome();
    if (outcome.failure) {
        logger.info(
            "document_failed",
            kv("upload", upload->id),
            kv("document", document->record().key),
            kv("code", outcome.failure->code),
            kv("why", outcome.failure->detail)
        );
    }
    if (outcome.status == Status::cancelled) return document_ended(upload, document);
    rooms_.catalog.record_outcome(
        upload->id,
        outcome,
        [scheduler = shared_from_this(), upload, document](Result<void> kept) {
            // The catalog has waited for the disk, and gives up only when the server stops.
            if (!kept && is_denied_by_disk(kept.error())) return;
            if (!kept) {
                logger.error(
                    "outcome_not_kept", kv("upload", upload->id), kv("why", kept.error().detail)
                );
            }
            scheduler->document_ended(upload, document);
        }
    );
}

void Scheduler::document_ended(
    const UploadPointer& upload, const std::shared_ptr<DocumentRun>& document
) {
    const auto& outcome = document->outcome();
    if (outcome.status != Status::cancelled) {
        upload->progress.report(outcome.ordinal, [&] { return document->progress(); });
    }
    std::unique_lock lock{mutex_};
    places_.erase(document.get());
    std::erase(upload->open, document);
    if (outcome.status != Status::cancelled) {
        upload->has_outcome[outcome.ordinal] = true;
        upload->outcomes.push_back(outcome);
    }
    if (is_stopping_) return;
    mark_ready(upload);
    finish_if_over(upload, lock);
}

void Scheduler::finish_if_over(const UploadPointer& upload, std::unique_lock<std::mutex>& lock) {
    if (upload->phase != UploadRun::Phase::running || !upload->is_over()) return;
    upload->phase = UploadRun::Phase::finishing;
    const auto verdict = judge(*upload);
    lock.unlock();
    const bool has_written = upload->generation && !upload->force_recreate;
    if (verdict.status == Status::cancelled && has_written) return note_cancelling(upload, verdict);
    if (verdict.status == Status::completed && has_written && upload->has_to_settle())
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
        upload->options.on_same_key,
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
    std::shared_ptr<index::Generation> closing;  // not under the lock: it may be the last holder
    {
        const std::lock_guard lock{mutex_};
        closing.swap(upload->generation);
    }
    closing.reset();
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
    // restart: its turn comes for that.
    const bool has_nothing = upload->phase == UploadRun::Phase::waiting ||
                             (upload->phase == UploadRun::Phase::ready && !upload->is_resumed);
    if (has_nothing) upload->phase = UploadRun::Phase::running;
    for (const auto& document : upload->open) {
        document->cancel();
        wake_locked(upload, document);
    }
    finish_if_over(upload, lock);
    return true;
}

}  // namespace ingestd::pipeline
