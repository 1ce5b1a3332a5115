// Workers, whose turn it is, and what happens when an upload begins and ends.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include <ingestd/pipeline/collection_gate.hpp>
#include <ingestd/pipeline/fair_queue.hpp>
#include <ingestd/pipeline/pipeline.hpp>
#include <ingestd/pipeline/right_of_way.hpp>

#include "upload_run.hpp"

namespace ingestd::pipeline {

using UploadPointer = std::shared_ptr<UploadRun>;

// The threads behind Pipeline, which is its seam. scheduler_turns.cpp: workers and turns;
// scheduler_uploads.cpp: how an upload begins, scheduler_stored.cpp: how one does that brought no
// documents; scheduler_endings.cpp: how it ends.
//   thread  any; shared with answers from the writers that may arrive after stop()
class Scheduler : public std::enable_shared_from_this<Scheduler> {
public:
    Scheduler(Rooms rooms, Settings settings) : rooms_{rooms}, settings_{settings} {}

    void run();
    void start(catalog::UnfinishedUpload work);
    bool cancel(const UploadId& id, std::function<void(Status)> done);
    void stop();
    RightOfWay& right_of_way() { return right_of_way_; }
    UploadPointer find(const UploadId& id) const;
    std::vector<UploadId> uploads_of(const std::string& collection) const;
    Result<std::uint64_t> stored_documents(const std::string& collection) const;
    std::optional<GenerationId> generation_of_stored(const std::string& collection) const;

private:
    struct Job {
        UploadPointer upload;
        std::shared_ptr<DocumentRun> document;  // null: the upload itself begins
    };

    void work(const std::stop_token& stopping);
    void watch_silence(const std::stop_token& stopping);
    void look_for_silence(const std::stop_token& stopping);
    void call_at(Deadline at, std::function<void()> call);
    std::vector<std::function<void()>> wait_until_due(
        Deadline look_at, const std::stop_token& stopping
    );
    std::optional<Job> claim(std::unique_lock<std::mutex>& lock);
    std::shared_ptr<DocumentRun> open_next_document(const UploadPointer& upload);
    void add_children(
        const UploadPointer& upload, ChildBatch batch, std::function<void(Result<void>)> done
    );
    void settle(const Job& job, const Turn& turn);
    void wake(const UploadPointer& upload, const std::shared_ptr<DocumentRun>& document);
    void wake_locked(const UploadPointer& upload, const std::shared_ptr<DocumentRun>& document);
    void mark_ready(const UploadPointer& upload);

    void begin_upload(const UploadPointer& upload);
    void find_generation(const UploadPointer& upload);
    void put_off(const UploadPointer& upload, progress::WaitingOn reason);
    void try_again();
    void note_generation(const UploadPointer& upload);
    bool find_source(const UploadPointer& upload);
    void list_stored(const UploadPointer& upload);
    void remove_deleted(const UploadPointer& upload, std::shared_ptr<index::Generation> generation);
    void remove_then_run(
        const UploadPointer& upload,
        std::shared_ptr<index::Generation> generation,
        std::vector<DocumentId> deleted
    );
    void open_generation(const UploadPointer& upload, const GenerationId& id, bool is_written);
    void find_embedder(const UploadPointer& upload, const index::Generation& generation);
    void find_webhooks(const UploadPointer& upload);
    void set_running(const UploadPointer& upload, std::shared_ptr<index::Generation> generation);
    void abandon(const UploadPointer& upload, const progress::EventError& why);
    void document_ended(const UploadPointer& upload, const std::shared_ptr<DocumentRun>& document);
    void keep_outcome(const UploadPointer& upload, const std::shared_ptr<DocumentRun>& document);
    void finish_if_over(const UploadPointer& upload, std::unique_lock<std::mutex>& lock);
    void finish(const UploadPointer& upload, Verdict verdict);
    void tell_end(
        const UploadPointer& upload,
        const UploadProgress::Ending& ending,
        const std::optional<GenerationId>& unused
    );
    void note_cancelling(const UploadPointer& upload, Verdict verdict);
    void discard_then_finish(const UploadPointer& upload, Verdict verdict);
    void settle_then_finish(const UploadPointer& upload, Verdict verdict);
    void keep_released(
        const UploadPointer& upload, const std::vector<index::ReleasedDocument>& released
    );
    void remove_upload(const UploadPointer& upload, Status ended);
    void explain(const UploadPointer& upload);
    std::optional<progress::WaitingOn> find_reason(const UploadPointer& upload) const;
    std::optional<progress::WaitingOn> find_disk_reason(const UploadPointer& upload) const;

    const Rooms rooms_;
    const Settings settings_;
    RightOfWay right_of_way_;

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

    // Never taken together with mutex_.
    std::mutex silence_mutex_;
    std::condition_variable_any silence_;
    // guarded by silence_mutex_
    struct DueCall {
        Deadline at;
        std::function<void()> call;
    };
    std::vector<DueCall> due_;
    std::vector<std::jthread> threads_;  // last: they end before what they use
};

}  // namespace ingestd::pipeline
