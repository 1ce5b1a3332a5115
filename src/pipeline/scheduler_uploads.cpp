// How an upload begins, what the disk makes it wait for, and how its documents end.
#include <algorithm>

#include <ingestd/base/error_thrown.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/disk/space.hpp>
#include <ingestd/index/errc.hpp>
#include <ingestd/index/generations.hpp>

#include "disk_denial.hpp"
#include "embedder_choice.hpp"
#include "reader_choice.hpp"
#include "scheduler.hpp"
#include "webhook_choice.hpp"

namespace ingestd::pipeline {
namespace {

constexpr log::Logger logger{"pipeline"};

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
        // Who waits for room alone is told so when it lasts: many come in at a time.
        if (gate_.waited_for(upload->collection, upload->id).place > 0) return;
    }
    upload->progress.wait(find_reason(upload));
}

void Scheduler::begin_upload(const UploadPointer& upload) {
    try {
        find_generation(upload);
    } catch (const ErrorThrown& thrown) {
        if (thrown.error.code == index::Errc::damaged)
            return abandon(upload, {"collection_damaged", thrown.error.detail});
        put_off(upload, waiting_on(thrown.error, rooms_.space));
    }
}

// Finds the generation to write; a force_recreate upload notes its own first, so that a restart
// goes on with that one.
void Scheduler::find_generation(const UploadPointer& upload) {
    if (upload->force_recreate) {
        if (!upload->own_generation) return note_generation(upload);
        if (upload->is_of_stored() && !find_source(upload)) return;
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
    if (opened) {
        find_embedder(upload, **opened);
        if (upload->is_of_stored()) return remove_deleted(upload, std::move(*opened));
        find_webhooks(upload);
        return set_running(upload, std::move(*opened));
    }
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

void Scheduler::find_embedder(const UploadPointer& upload, const index::Generation& generation) {
    EmbedderChoice choice;
    if (rooms_.embedders) {
        choice = choose_embedder(
            *rooms_.embedders,
            upload->options.embedder,
            generation.embedding(),
            generation.is_written(),
            settings_.embedder
        );
    }
    // What is stored was cut already.
    auto reader = upload->is_of_stored() ? ReaderChoice{}
                                         : choose_reader(upload->options.chunking, choice.embedder);
    const std::lock_guard lock{mutex_};
    upload->embedder = choice.embedder;
    upload->reader = std::move(reader.reader);
    upload->cut_by = std::move(reader.cut_by);
    upload->refusal = choice.refusal ? std::move(choice.refusal) : std::move(reader.refusal);
}

void Scheduler::find_webhooks(const UploadPointer& upload) {
    auto choice = choose_webhooks(rooms_.webhooks, upload->options.enrichers, settings_.enrichers);
    const std::lock_guard lock{mutex_};
    upload->webhooks = std::move(choice.webhooks);
    if (choice.refusal) upload->refusal = std::move(choice.refusal);
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

// Known to the catalog first, then to whoever watches, and then to the workers.
void Scheduler::add_children(
    const UploadPointer& upload, ChildBatch batch, std::function<void(Result<void>)> done
) {
    using Records = std::vector<catalog::DocumentRecord>;
    auto blobs = std::make_shared<std::vector<blobs::StagedBlob>>(std::move(batch.blobs));
    rooms_.catalog.add_documents(
        upload->id,
        std::move(batch.records),
        [scheduler = shared_from_this(), upload, blobs = std::move(blobs), done = std::move(done)](
            Result<Records> added
        ) {
            if (!added) return done(added.error());
            std::vector<progress::DocumentProgress> waiting;
            for (const auto& record : *added) waiting.push_back(not_begun(record));
            upload->progress.add(std::move(waiting));
            {
                const std::lock_guard lock{scheduler->mutex_};
                upload->append(*added);
                scheduler->mark_ready(upload);
            }
            done({});
        }
    );
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
        upload->has_failure |= outcome.failure.has_value();
    }
    if (is_stopping_) return;
    if (upload->is_lost()) {
        for (const auto& other : upload->open) {
            other->cancel();
            wake_locked(upload, other);
        }
    }
    mark_ready(upload);
    finish_if_over(upload, lock);
}

}  // namespace ingestd::pipeline
