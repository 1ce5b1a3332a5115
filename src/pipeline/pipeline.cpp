// The scheduler: workers, whose turn it is, and what happens when an upload begins and ends.
#include <condition_variable>
#include <thread>
#include <unordered_map>

#include <ingestd/base/log.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/index/generations.hpp>
#include <ingestd/pipeline/collection_gate.hpp>
#include <ingestd/pipeline/fair_queue.hpp>
#include <ingestd/pipeline/pipeline.hpp>

#include "upload_run.hpp"

namespace ingestd::pipeline {
namespace {

constexpr log::Logger logger{"pipeline"};

using namespace std::chrono_literals;

constexpr auto silence_max = 10s;   // the wire contract: after it the same is said again
constexpr auto look_around = 1s;    // how often silent uploads are looked for
constexpr auto explain_after = 1s;  // an upload that stood still for so long says why

using UploadPointer = std::shared_ptr<UploadRun>;

}  // namespace

class Pipeline::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(Rooms rooms, Settings settings) : rooms_{rooms}, settings_{settings} {}

    void run();
    void start(catalog::UnfinishedUpload work);
    bool cancel(const UploadId& id, std::function<void()> done);
    void stop();
    UploadPointer find(const UploadId& id) const;
    std::vector<UploadId> uploads_of(const std::string& collection) const;
    std::size_t upload_count() const;

private:
    struct Job {
        UploadPointer upload;
        std::shared_ptr<DocumentRun> document;  // null: the upload itself begins
    };

    void work(const std::stop_token& stopping);
    void watch_silence(const std::stop_token& stopping);
    std::optional<Job> claim(std::unique_lock<std::mutex>& lock);
    std::shared_ptr<DocumentRun> open_next_document(const UploadPointer& upload);
    void settle(const Job& job, const Turn& turn);
    void wake(const UploadPointer& upload, const std::shared_ptr<DocumentRun>& document);
    void mark_ready(const UploadPointer& upload);

    void begin_upload(const UploadPointer& upload);
    void note_generation(const UploadPointer& upload);
    void set_running(const UploadPointer& upload, const GenerationId& generation);
    void abandon(const UploadPointer& upload, const progress::EventError& why);
    void document_ended(const UploadPointer& upload, const std::shared_ptr<DocumentRun>& document);
    void keep_outcome(const UploadPointer& upload, const std::shared_ptr<DocumentRun>& document);
    void finish_if_over(const UploadPointer& upload, std::unique_lock<std::mutex>& lock);
    void finish(const UploadPointer& upload, Verdict verdict);
    void discard_then_finish(const UploadPointer& upload, Verdict verdict);
    void remove_upload(const UploadPointer& upload);
    void explain(const UploadPointer& upload);

    const Rooms rooms_;
    const Settings settings_;

    mutable std::mutex mutex_;
    std::condition_variable_any has_work_;
    // guarded by mutex_
    bool is_stopping_ = false;
    FairQueue queue_;
    CollectionGate gate_;
    std::unordered_map<UploadId, UploadPointer> uploads_;
    // Documents that are in a worker's hands or parked; a wake that comes during a turn is kept.
    struct Place {
        bool is_running = false;
        bool was_woken = false;
    };
    std::unordered_map<const DocumentRun*, Place> places_;

    std::condition_variable_any silence_;
    std::mutex silence_mutex_;
    std::vector<std::jthread> threads_;  // last: they end before what they use
};

void Pipeline::Impl::run() {
    const auto workers =
        settings_.workers ? settings_.workers : std::max(1u, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < workers; ++i) {
        threads_.emplace_back([this](const std::stop_token& stopping) { work(stopping); });
    }
    threads_.emplace_back([this](const std::stop_token& stopping) { watch_silence(stopping); });
}

void Pipeline::Impl::stop() {
    std::unordered_map<UploadId, UploadPointer> left;
    {
        const std::lock_guard lock{mutex_};
        is_stopping_ = true;
        left.swap(uploads_);  // they refer to us through their hooks
        places_.clear();
    }
    for (auto& thread : threads_) thread.request_stop();
    has_work_.notify_all();
    silence_.notify_all();
    threads_.clear();
    for (auto& [id, upload] : left) {
        const std::lock_guard lock{mutex_};
        upload->runnable.clear();
        upload->open.clear();
    }
}

void Pipeline::Impl::start(catalog::UnfinishedUpload work) {
    auto upload = std::make_shared<UploadRun>(std::move(work), rooms_.tracker);
    upload->progress.begin();
    const std::lock_guard lock{mutex_};
    if (is_stopping_) return;
    uploads_.emplace(upload->id, upload);
    const auto access = upload->force_recreate ? Access::exclusive : Access::shared;
    if (!gate_.enter(upload->collection, upload->id, access)) return;
    upload->phase = UploadRun::Phase::ready;
    mark_ready(upload);
}

void Pipeline::Impl::mark_ready(const UploadPointer& upload) {
    if (is_stopping_ || !upload->has_turn()) return;
    queue_.mark_ready(upload->id);
    has_work_.notify_one();
}

void Pipeline::Impl::work(const std::stop_token& stopping) {
    std::unique_lock lock{mutex_};
    while (!stopping.stop_requested()) {
        auto job = claim(lock);
        if (!job) {
            has_work_.wait(lock, stopping, [this] { return is_stopping_ || !queue_.is_idle(); });
            continue;
        }
        lock.unlock();
        if (job->document) {
            const auto turn = job->document->turn();
            if (turn.next == Turn::Next::ended) keep_outcome(job->upload, job->document);
            lock.lock();
            settle(*job, turn);
        } else {
            begin_upload(job->upload);
            lock.lock();
        }
    }
}

// The next turn. The upload goes back into the line at once when it has another, so that
// several workers can serve one upload.
std::optional<Pipeline::Impl::Job> Pipeline::Impl::claim(std::unique_lock<std::mutex>&) {
    while (!is_stopping_) {
        const auto id = queue_.next();
        if (!id) return std::nullopt;
        const auto found = uploads_.find(*id);
        if (found == uploads_.end() || !found->second->has_turn()) continue;
        const auto upload = found->second;
        Job job{.upload = upload, .document = nullptr};
        if (upload->phase == UploadRun::Phase::ready) {
            upload->phase = UploadRun::Phase::starting;
            return job;
        }
        if (!upload->runnable.empty()) {
            job.document = upload->runnable.front();
            upload->runnable.pop_front();
        } else {
            job.document = open_next_document(upload);
            if (!job.document) continue;
        }
        places_[job.document.get()] = {.is_running = true};
        mark_ready(upload);
        return job;
    }
    return std::nullopt;
}

std::shared_ptr<DocumentRun> Pipeline::Impl::open_next_document(const UploadPointer& upload) {
    while (upload->next_document < upload->documents.size() &&
           upload->has_outcome[upload->next_document]) {
        ++upload->next_document;
    }
    if (upload->next_document == upload->documents.size()) return nullptr;
    const auto ordinal = upload->next_document++;
    // The hooks name the document by what they are called for; it owns them, so they hold it
    // weakly.
    auto self = std::make_shared<std::weak_ptr<DocumentRun>>();
    DocumentRun::Hooks hooks{
        .wake =
            [impl = weak_from_this(), upload = std::weak_ptr{upload}, self] {
                const auto pipeline = impl.lock();
                const auto owner = upload.lock();
                const auto document = self->lock();
                if (pipeline && owner && document) pipeline->wake(owner, document);
            },
        .changed =
            [upload = std::weak_ptr{upload}, self, ordinal] {
                const auto owner = upload.lock();
                const auto document = self->lock();
                if (owner && document)
                    owner->progress.report(ordinal, [&] { return document->progress(); });
            }};
    auto document = std::make_shared<DocumentRun>(
        rooms_,
        DocumentContext{
            .upload = upload->id,
            .collection = upload->collection,
            .options = upload->options,
            .generation = upload->generation},
        upload->documents[ordinal],
        std::move(hooks)
    );
    *self = document;
    upload->open.push_back(document);
    return document;
}

void Pipeline::Impl::settle(const Job& job, const Turn& turn) {
    queue_.charge(job.upload->id, turn.cost);
    if (is_stopping_ || turn.next == Turn::Next::ended) return;
    auto& place = places_[job.document.get()];
    if (turn.next == Turn::Next::again || std::exchange(place.was_woken, false)) {
        job.upload->runnable.push_back(job.document);
        mark_ready(job.upload);
    }
    place.is_running = false;
}

void Pipeline::Impl::wake(
    const UploadPointer& upload, const std::shared_ptr<DocumentRun>& document
) {
    const std::lock_guard lock{mutex_};
    const auto place = places_.find(document.get());
    if (is_stopping_ || place == places_.end()) return;
    if (place->second.is_running) {
        place->second.was_woken = true;
        return;
    }
    auto& runnable = upload->runnable;
    if (std::find(runnable.begin(), runnable.end(), document) == runnable.end())
        runnable.push_back(document);
    mark_ready(upload);
}

// Finds the generation to write; a force_recreate upload notes its own first, so that a restart
// goes on with that one.
void Pipeline::Impl::begin_upload(const UploadPointer& upload) {
    if (upload->force_recreate) {
        if (upload->own_generation) return set_running(upload, *upload->own_generation);
        return note_generation(upload);
    }
    const auto collection = rooms_.catalog.find_collection(upload->collection);
    if (!collection)
        return abandon(
            upload, {"collection_deleted", "The collection was deleted while this upload waited."}
        );
    set_running(upload, collection->generation);
}

void Pipeline::Impl::note_generation(const UploadPointer& upload) {
    const auto made = GenerationId::random();
    rooms_.catalog.note_generation(
        upload->id,
        made,
        [impl = shared_from_this(), upload, made](Result<void> noted) {
            if (!noted) return impl->abandon(upload, {"catalog_failed", noted.error().detail});
            {
                const std::lock_guard lock{impl->mutex_};
                upload->own_generation = made;
                upload->phase = UploadRun::Phase::ready;
                impl->mark_ready(upload);
            }
        }
    );
}

void Pipeline::Impl::set_running(const UploadPointer& upload, const GenerationId& generation) {
    auto opened = rooms_.generations.open(generation);
    if (!opened) return abandon(upload, {"index_failed", opened.error().detail});
    logger.info(
        "upload_started",
        kv("upload", upload->id),
        kv("collection", upload->collection),
        kv("documents", upload->documents.size())
    );
    std::unique_lock lock{mutex_};
    upload->generation = std::move(*opened);
    upload->phase = UploadRun::Phase::running;
    mark_ready(upload);
    finish_if_over(upload, lock);
}

// The upload can never run: none of its documents is begun.
void Pipeline::Impl::abandon(const UploadPointer& upload, const progress::EventError& why) {
    {
        const std::lock_guard lock{mutex_};
        if (std::exchange(upload->phase, UploadRun::Phase::finishing) ==
            UploadRun::Phase::finishing)
            return;
    }
    logger.warn("upload_abandoned", kv("upload", upload->id), kv("why", why.detail));
    finish(upload, {Status::failed, why});
}

// How a document ended is kept before it is told, so that a restart knows it too.
void Pipeline::Impl::keep_outcome(
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
        [impl = shared_from_this(), upload, document](Result<void> kept) {
            if (!kept) {
                logger.error(
                    "outcome_not_kept", kv("upload", upload->id), kv("why", kept.error().detail)
                );
            }
            impl->document_ended(upload, document);
        }
    );
}

void Pipeline::Impl::document_ended(
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

void Pipeline::Impl::finish_if_over(
    const UploadPointer& upload, std::unique_lock<std::mutex>& lock
) {
    if (upload->phase != UploadRun::Phase::running || !upload->is_over()) return;
    upload->phase = UploadRun::Phase::finishing;
    const auto verdict = judge(*upload);
    lock.unlock();
    if (verdict.status == Status::cancelled) return discard_then_finish(upload, verdict);
    finish(upload, verdict);
}

void Pipeline::Impl::discard_then_finish(const UploadPointer& upload, Verdict verdict) {
    if (!upload->generation || upload->force_recreate) return finish(upload, std::move(verdict));
    upload->generation->discard_upload(
        upload->id,
        [impl = shared_from_this(), upload, verdict = std::move(verdict)](Result<void> discarded) {
            if (!discarded) {
                logger.warn(
                    "discard_failed", kv("upload", upload->id), kv("why", discarded.error().detail)
                );
            }
            impl->finish(upload, verdict);
        }
    );
}

// The catalog first, then whoever watches: what was told as the end is the end, also after a crash.
void Pipeline::Impl::finish(const UploadPointer& upload, Verdict verdict) {
    const auto ending =
        std::make_shared<UploadProgress::Ending>(upload->progress.end(verdict.status, verdict.error)
        );
    const bool becomes_current = verdict.status == Status::completed && upload->own_generation;
    rooms_.catalog.finish(
        upload->id,
        verdict.status,
        ending->terminal_event,
        becomes_current ? upload->own_generation : std::nullopt,
        [impl = shared_from_this(), upload, ending, becomes_current, status = verdict.status](
            Result<std::optional<GenerationId>> finished
        ) {
            if (!finished) {
                logger.error(
                    "end_not_kept", kv("upload", upload->id), kv("why", finished.error().detail)
                );
            } else {
                upload->generation.reset();
                if (becomes_current && *finished) impl->rooms_.generations.remove(**finished);
                if (!becomes_current && upload->own_generation)
                    impl->rooms_.generations.remove(*upload->own_generation);
            }
            logger.info("upload_ended", kv("upload", upload->id), kv("status", to_string(status)));
            upload->progress.tell(*ending);
            impl->remove_upload(upload);
        }
    );
}

void Pipeline::Impl::remove_upload(const UploadPointer& upload) {
    std::vector<std::function<void()>> when_ended;
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
    for (const auto& ended : when_ended) ended();
}

bool Pipeline::Impl::cancel(const UploadId& id, std::function<void()> done) {
    std::unique_lock lock{mutex_};
    const auto found = uploads_.find(id);
    if (found == uploads_.end()) return false;
    const auto upload = found->second;
    upload->when_ended.push_back(std::move(done));
    if (upload->is_cancelling || upload->phase == UploadRun::Phase::finishing) return true;
    upload->is_cancelling = true;
    if (upload->phase == UploadRun::Phase::waiting || upload->phase == UploadRun::Phase::ready) {
        upload->phase = UploadRun::Phase::running;  // with nothing open: it is over at once
    }
    for (const auto& document : upload->open) {
        document->cancel();
        auto& place = places_[document.get()];
        if (place.is_running) {
            place.was_woken = true;
        } else if (std::find(upload->runnable.begin(), upload->runnable.end(), document) == upload->runnable.end()) {
            upload->runnable.push_back(document);
        }
    }
    mark_ready(upload);
    finish_if_over(upload, lock);
    return true;
}

void Pipeline::Impl::watch_silence(const std::stop_token& stopping) {
    std::unique_lock lock{silence_mutex_};
    while (!stopping.stop_requested()) {
        silence_.wait_for(lock, stopping, look_around, [] { return false; });
        std::vector<UploadPointer> uploads;
        {
            const std::lock_guard scheduler{mutex_};
            for (const auto& [id, upload] : uploads_) uploads.push_back(upload);
        }
        for (const auto& upload : uploads) {
            if (stopping.stop_requested()) return;
            explain(upload);
            upload->progress.repeat_after(silence_max);
        }
    }
}

// Says what an upload that stands still waits for.
void Pipeline::Impl::explain(const UploadPointer& upload) {
    if (wall_now() - upload->progress.last_told() < explain_after) return;
    std::optional<progress::WaitingOn> reason;
    {
        const std::lock_guard lock{mutex_};
        if (upload->phase == UploadRun::Phase::waiting) {
            reason = {
                "collection", "Another upload to this collection must end first.", std::nullopt};
        } else if (const auto place = queue_.position(upload->id);
                   place > 0 && upload->open.empty()) {
            reason = {"queue", "Place " + std::to_string(place) + " in the queue.", place};
        } else {
            for (const auto& document : upload->open) {
                if (auto waits = document->waiting_on(); !waits.empty())
                    reason = {"helper", std::move(waits), std::nullopt};
            }
        }
    }
    if (reason) upload->progress.wait(std::move(reason));
}

UploadPointer Pipeline::Impl::find(const UploadId& id) const {
    const std::lock_guard lock{mutex_};
    const auto found = uploads_.find(id);
    return found == uploads_.end() ? nullptr : found->second;
}

std::vector<UploadId> Pipeline::Impl::uploads_of(const std::string& collection) const {
    const std::lock_guard lock{mutex_};
    std::vector<UploadId> ids;
    for (const auto& [id, upload] : uploads_) {
        if (upload->collection == collection) ids.push_back(id);
    }
    return ids;
}

std::size_t Pipeline::Impl::upload_count() const {
    const std::lock_guard lock{mutex_};
    return uploads_.size();
}

Pipeline::Pipeline(Rooms rooms, Settings settings)
    : impl_{std::make_shared<Impl>(rooms, settings)} {
    impl_->run();
}
Pipeline::~Pipeline() {
    stop();
}
void Pipeline::stop() {
    impl_->stop();
}
void Pipeline::start(catalog::UnfinishedUpload work) {
    impl_->start(std::move(work));
}
bool Pipeline::cancel(const UploadId& upload, std::function<void()> done) {
    return impl_->cancel(upload, std::move(done));
}
std::vector<UploadId> Pipeline::uploads_of(const std::string& collection) const {
    return impl_->uploads_of(collection);
}
std::size_t Pipeline::upload_count() const {
    return impl_->upload_count();
}

std::vector<progress::DocumentProgress> Pipeline::documents_of(const UploadId& upload) const {
    const auto run = impl_->find(upload);
    return run ? run->progress.documents() : std::vector<progress::DocumentProgress>{};
}

}  // namespace ingestd::pipeline
