// Workers, and whose turn is next.
#include <algorithm>
#include <chrono>

#include <ingestd/base/background_thread.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/disk/space.hpp>

#include "disk_denial.hpp"
#include "scheduler.hpp"

namespace ingestd::pipeline {
namespace {

using namespace std::chrono_literals;

constexpr log::Logger logger{"pipeline"};

constexpr auto silence_max = 10s;          // the wire contract: after it the same is said again
constexpr auto look_around = 1s;           // how often silent uploads are looked for
constexpr auto looks_again_after = 500us;  // a worker that stands aside
constexpr auto explain_after = 1s;         // an upload that stood still for so long says why

// A place is told again as it changes; far behind it changes fast and says little, and there are
// many.
std::chrono::milliseconds place_stands_for(std::uint64_t place) {
    constexpr auto for_each_ahead = 1ms;
    return std::min<std::chrono::milliseconds>(explain_after + place * for_each_ahead, silence_max);
}

progress::WaitingOn in_queue(std::size_t place) {
    return {"queue", "Place " + std::to_string(place) + " in the queue.", place};
}

std::string describe_wait(const UploadRun& upload, const CollectionGate::Ahead& before) {
    if (!before.first) return "Another upload to this collection must end first.";
    std::string others = "Upload " + before.first->str();
    if (before.count > 1) others += " and " + std::to_string(before.count - 1) + " more";
    return others + (upload.force_recreate ? " to this collection must end before it is built anew."
                                           : " must end first: this collection is built anew.");
}

}  // namespace

void Scheduler::run() {
    const auto workers =
        settings_.workers ? settings_.workers : std::max(1u, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < workers; ++i) {
        threads_.emplace_back([this](const std::stop_token& stopping) {
            give_way();
            work(stopping);
        });
    }
    threads_.emplace_back([this](const std::stop_token& stopping) { watch_silence(stopping); });
}

void Scheduler::stop() {
    std::unordered_map<UploadId, UploadPointer> left;
    {
        const std::lock_guard lock{mutex_};
        if (std::exchange(is_stopping_, true)) return;
        left.swap(uploads_);  // they refer to us through their hooks
        places_.clear();
    }
    for (auto& thread : threads_) thread.request_stop();
    has_work_.notify_all();
    silence_.notify_all();
    threads_.clear();
    // An end in order: what was being read is not to blame.
    rooms_.catalog.forgive_tries([](const Result<void>& forgiven) {
        if (!forgiven) logger.warn("tries_not_forgiven", kv("why", forgiven.error().detail));
    });
    {
        const std::lock_guard lock{silence_mutex_};
        due_.clear();
    }
    for (auto& [id, upload] : left) {
        const std::lock_guard lock{mutex_};
        upload->runnable.clear();
        upload->open.clear();
    }
}

void Scheduler::mark_ready(const UploadPointer& upload) {
    if (is_stopping_ || !upload->has_turn()) return;
    queue_.mark_ready(upload->id);
    has_work_.notify_one();
}

void Scheduler::work(const std::stop_token& stopping) {
    WorkerPace pace;
    std::unique_lock lock{mutex_};
    while (!stopping.stop_requested()) {
        const bool has_work = !queue_.is_idle();
        if (has_work &&
            pace.stands_aside(SteadyClock::now(), right_of_way_.claims(), uploads_.size())) {
            lock.unlock();
            std::this_thread::sleep_for(looks_again_after);
            lock.lock();
            continue;
        }
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
std::optional<Scheduler::Job> Scheduler::claim(std::unique_lock<std::mutex>&) {
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
            upload->runnable.erase(upload->runnable.begin());
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

std::shared_ptr<DocumentRun> Scheduler::open_next_document(const UploadPointer& upload) {
    while (upload->next_document < upload->documents.size() &&
           upload->has_outcome[upload->next_document]) {
        ++upload->next_document;
    }
    if (upload->next_document == upload->documents.size()) return nullptr;
    const auto ordinal = upload->next_document++;
    // The hooks name the document by what they are called for; it owns them, so they hold it
    // weakly.
    auto self = std::make_shared<std::weak_ptr<DocumentRun>>();
    const auto wake = [scheduler = weak_from_this(), upload = std::weak_ptr{upload}, self] {
        const auto running = scheduler.lock();
        const auto owner = upload.lock();
        const auto document = self->lock();
        if (running && owner && document) running->wake(owner, document);
    };
    DocumentRun::Hooks hooks{
        .wake = wake,
        .changed =
            [upload = std::weak_ptr{upload}, self, ordinal] {
                const auto owner = upload.lock();
                const auto document = self->lock();
                if (owner && document)
                    owner->progress.report(ordinal, [&] { return document->progress(); });
            },
        .wake_at =
            [scheduler = weak_from_this(), wake](Deadline at) {
                if (const auto running = scheduler.lock()) running->call_at(at, wake);
            },
        .add_children =
            [scheduler = weak_from_this(), upload = std::weak_ptr{upload}](
                ChildBatch batch, std::function<void(Result<void>)> done
            ) {
                const auto running = scheduler.lock();
                const auto owner = upload.lock();
                if (running && owner)
                    running->add_children(owner, std::move(batch), std::move(done));
            }};
    auto document = std::make_shared<DocumentRun>(
        rooms_,
        DocumentContext{
            .upload = upload->id,
            .collection = upload->collection,
            .options = upload->options,
            .generation = upload->generation,
            .source = upload->source,
            .embedder = upload->embedder,
            .webhooks = upload->webhooks,
            .reader = upload->reader,
            .cut_by = upload->cut_by,
            .refusal = upload->refusal,
            .accepted = upload->accepted,
            .is_resumed = upload->is_resumed,
            .is_held = upload->is_atomic() && !upload->force_recreate,
            .settles = !upload->has_to_settle(),
            .children = upload->inside[ordinal].children,
            .budget = upload->inside[ordinal].budget},
        upload->documents[ordinal],
        std::move(hooks)
    );
    *self = document;
    upload->open.push_back(document);
    return document;
}

void Scheduler::settle(const Job& job, const Turn& turn) {
    queue_.charge(job.upload->id, turn.cost);
    if (is_stopping_ || turn.next == Turn::Next::ended) return;
    auto& place = places_[job.document.get()];
    if (turn.next == Turn::Next::again || std::exchange(place.was_woken, false)) {
        job.upload->runnable.push_back(job.document);
        mark_ready(job.upload);
    }
    place.is_running = false;
}

void Scheduler::wake(const UploadPointer& upload, const std::shared_ptr<DocumentRun>& document) {
    const std::lock_guard lock{mutex_};
    wake_locked(upload, document);
}

void Scheduler::wake_locked(
    const UploadPointer& upload, const std::shared_ptr<DocumentRun>& document
) {
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

void Scheduler::watch_silence(const std::stop_token& stopping) {
    auto look_at = SteadyClock::now() + look_around;
    while (!stopping.stop_requested()) {
        for (const auto& call : wait_until_due(look_at, stopping)) call();
        if (SteadyClock::now() < look_at) continue;
        look_at = SteadyClock::now() + look_around;
        // Said before it is tried: while a try runs, nothing is known of why the last one failed.
        look_for_silence(stopping);
        try_again();
    }
}

// Calls that are due; often none.
std::vector<std::function<void()>> Scheduler::wait_until_due(
    Deadline look_at, const std::stop_token& stopping
) {
    std::unique_lock lock{silence_mutex_};
    const auto next = [&] {
        auto at = look_at;
        for (const auto& due : due_) at = std::min(at, due.at);
        return at;
    };
    const auto until = next();
    silence_.wait_until(lock, stopping, until, [&] { return next() < until; });
    std::vector<std::function<void()>> calls;
    const auto now = SteadyClock::now();
    std::erase_if(due_, [&](DueCall& due) {
        if (due.at > now) return false;
        calls.push_back(std::move(due.call));
        return true;
    });
    return calls;
}

void Scheduler::call_at(Deadline at, std::function<void()> call) {
    {
        const std::lock_guard lock{silence_mutex_};
        due_.push_back({at, std::move(call)});
    }
    silence_.notify_all();
}

void Scheduler::look_for_silence(const std::stop_token& stopping) {
    std::vector<UploadPointer> uploads;
    {
        const std::lock_guard lock{mutex_};
        for (const auto& [id, upload] : uploads_) uploads.push_back(upload);
    }
    for (const auto& upload : uploads) {
        if (stopping.stop_requested()) return;
        explain(upload);
        upload->progress.repeat_after(silence_max);
    }
}

// Says what an upload that stands still waits for.
void Scheduler::explain(const UploadPointer& upload) {
    const auto silence = wall_now() - upload->progress.last_told();
    if (silence < explain_after) return;
    auto reason = find_disk_reason(upload);
    if (!reason) reason = find_reason(upload);
    if (!reason) return;
    const bool is_told = upload->progress.is_waiting();
    if (is_told && reason->position && silence < place_stands_for(*reason->position)) return;
    upload->progress.wait(std::move(reason));
}

std::optional<progress::WaitingOn> Scheduler::find_disk_reason(const UploadPointer& upload) const {
    std::shared_ptr<index::Generation> generation;
    bool waits_for_room = false;
    {
        const std::lock_guard lock{mutex_};
        if (upload->put_off) return upload->put_off;
        generation = upload->generation;
        waits_for_room = std::ranges::any_of(upload->open, &DocumentRun::waits_for_room);
    }
    auto trouble = rooms_.catalog.trouble();
    if (!trouble && generation) trouble = generation->trouble();
    if (trouble) return waiting_on(*trouble, rooms_.space);
    if (!waits_for_room || !rooms_.space) return std::nullopt;
    const auto shortage = rooms_.space->pause();
    if (!shortage) return std::nullopt;
    return waiting_on(*shortage);
}

std::optional<progress::WaitingOn> Scheduler::find_reason(const UploadPointer& upload) const {
    const std::lock_guard lock{mutex_};
    if (upload->phase == UploadRun::Phase::waiting) {
        const auto before = gate_.waited_for(upload->collection, upload->id);
        if (before.place > 0) return in_queue(before.place);
        return progress::WaitingOn{"collection", describe_wait(*upload, before)};
    }
    if (upload->waiting_on) return upload->waiting_on;
    const auto place = queue_.position(upload->id);
    if (place > 0 && upload->open.empty()) return in_queue(place);
    for (const auto& document : upload->open) {
        if (auto waits = document->waiting_on()) return waits;
    }
    return std::nullopt;
}

UploadPointer Scheduler::find(const UploadId& id) const {
    const std::lock_guard lock{mutex_};
    const auto found = uploads_.find(id);
    return found == uploads_.end() ? nullptr : found->second;
}

std::vector<UploadId> Scheduler::uploads_of(const std::string& collection) const {
    const std::lock_guard lock{mutex_};
    std::vector<UploadId> ids;
    for (const auto& [id, upload] : uploads_) {
        if (upload->collection == collection) ids.push_back(id);
    }
    return ids;
}

}  // namespace ingestd::pipeline
