// One document on its way through the stages, a turn at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <ingestd/base/units.hpp>
#include <ingestd/catalog/records.hpp>
#include <ingestd/chunk/chunker.hpp>
#include <ingestd/enrich/language_tally.hpp>
#include <ingestd/extract/extractor.hpp>
#include <ingestd/index/generation.hpp>
#include <ingestd/pipeline/pipeline.hpp>

#include "child_spool.hpp"
#include "embedding_step.hpp"
#include "stage_clock.hpp"
#include "webhook_step.hpp"

namespace ingestd::pipeline {

// The collection's file is damaged or gone: words of the index, which tell what to do.
DocumentFailure collection_damaged(const Error& why);

// Text that a document may have handed to the index before its commits are answered: enough to keep
// the writer busy during one sync, little enough that memory does not follow a document's length.
inline constexpr std::uint64_t in_flight_bytes_max = 512_KiB;

struct Turn {
    enum class Next {
        again,   // there is more to do at once
        parked,  // an answer will wake it
        ended,   // outcome() tells how
    };
    Next next = Next::again;
    std::int64_t cost = 0;  // bytes of text, at least one
};

// What a turn costs besides the text it moves: opening, asking a helper, a commit.
inline constexpr std::int64_t turn_cost = 1'024;

// A turn goes on until it has cost so much, or has to wait.
inline constexpr std::int64_t turn_cost_min = 16'384;

std::uint64_t text_bytes(const std::vector<Chunk>& chunks);

// Writes into the result what became of a document whose key others bring too.
void take_standing(catalog::DocumentOutcome& outcome, index::Standing standing);

// What a document is called where its progress is told.
std::string shown_name(const catalog::DocumentRecord& record);

// What a document belongs to.
//   generation  null where there is a refusal
//   source      the generation whose chunks it is made of; null: it is made of its bytes
//   embedder    makes its chunks' vectors; null: nothing does
//   webhooks    say more of its chunks, in this order
//   reader      bounds its chunks
//   cut_by      how: chunks that were cut otherwise before a restart are not gone on with
//   refusal     why no document of the upload can be indexed
struct DocumentContext {
    UploadId upload;
    std::string collection;
    UploadOptions options;
    std::shared_ptr<index::Generation> generation;
    std::shared_ptr<index::Generation> source{};
    embed::Embedder* embedder = nullptr;
    std::vector<enrich::Webhook*> webhooks{};
    chunk::Reader reader{};
    std::string cut_by{};
    std::optional<DocumentFailure> refusal{};
    Timestamp accepted{};        // when the upload was
    bool is_resumed = false;     // a run of the server before this one may have begun it
    bool is_held = false;        // nothing of it is found before the upload completes
    bool settles = true;         // a cancel comes too late once the document is complete
    std::uint64_t children = 0;  // documents found inside of it that the catalog has already
    std::shared_ptr<NestingBudget> budget{};  // of the document that was sent
};

//   thread  turn() by one worker at a time; answers from the index's writers arrive beside it
class DocumentRun : public std::enable_shared_from_this<DocumentRun> {
public:
    // What it calls, from any thread.
    //   wake     an answer is there: give it a turn
    //   changed  progress() tells more than before
    //   wake_at  the same as wake, at that time
    //   add_children  keeps documents found inside of it; `done` is called once they are kept
    struct Hooks {
        std::function<void()> wake;
        std::function<void()> changed;
        std::function<void(Deadline)> wake_at;
        std::function<void(ChildBatch, std::function<void(Result<void>)>)> add_children;
    };

    DocumentRun(Rooms rooms, DocumentContext context, catalog::DocumentRecord record, Hooks hooks);

    Turn turn();

    // The next turn ends it, unless all of it has been handed over: then it completes. Its chunks
    // are the upload's to discard.
    void cancel() { is_cancelled_ = true; }

    progress::DocumentProgress progress() const;            // any thread
    std::optional<progress::WaitingOn> waiting_on() const;  // any thread; null while it moves
    // Any thread. It is parked until there is room: nothing but its owner wakes it.
    bool waits_for_room() const { return waits_for_room_; }
    const catalog::DocumentRecord& record() const { return record_; }
    const catalog::DocumentOutcome& outcome() const { return outcome_; }  // REQUIRES: it has ended

private:
    enum class Phase {
        fresh,
        opening,   // the index finds its place
        counting,  // the catalog notes that it is tried
        reading,
        burying,     // the catalog notes that it killed its helper
        retrying,    // waits for the next try
        embedding,   // all of it is read, and chunks are with webhooks or the embedder
        completing,  // all of it is handed over
        discarding,
        ended
    };

    // What the index has answered.
    struct Answers {
        std::optional<Result<index::OpenedDocument>> opened;
        std::optional<Result<catalog::Tries>> tried;
        std::optional<Result<index::Placed>> completed;
        std::optional<Error> commit_failed;
        std::optional<Error> embedding_failed;
        bool discarded = false;
        std::uint64_t bytes_in_flight = 0;
        bool children_in_flight = false;
        std::optional<Error> children_failed;
        std::uint64_t children_kept = 0;
    };

    Turn step();
    Turn advance();
    bool must_pause();
    Turn begin();
    Turn take_opened();
    Turn count_try();
    Turn take_tried();
    Turn read();
    Turn take(extract::Extracted extracted);
    Turn take_child_step(const extract::ExtractStep& step);
    Turn take_last(extract::ExtractStep last);
    Turn refuse_child(DocumentFailure why);
    ChildSpool& children();
    void hand_over_children();
    void note_children(DocumentFacts& facts) const;
    Turn fail_to_keep(const Error& why);
    void begin_as_stored();
    bool find_stored();
    Turn begin_copying();
    Turn copy();
    Turn finish_copying();
    Turn leave_out();
    Turn finish_reading(extract::Ended ended);
    Turn take_failure(DocumentFailure failure);
    Turn bury();
    Turn take_buried();
    Turn retry_after(std::chrono::milliseconds delay);
    Turn take_embedded();
    Turn complete();
    Turn take_completed();
    Turn end(Status status);
    Turn fail(DocumentFailure failure);
    Turn discard();
    Turn fail_for(const std::exception& thrown);
    Turn fail_to_index(const Error& why);
    Turn put_aside(const catalog::Tries& tries);
    Answers answered() const;
    std::function<void(Result<catalog::Tries>)> when_tried();

    void keep(std::vector<Chunk> chunks, std::vector<Chunk>& fresh);
    void submit(std::vector<Chunk> chunks);
    void begin_webhooks();
    void stop_webhooks();
    std::shared_ptr<WebhookStep> webhooks() const;
    bool pass_enriched();
    void warn_of_webhooks(std::vector<std::string>& warnings);
    void embed_or_commit(std::vector<Chunk> chunks);
    void begin_embedding();
    void stop_embedding();
    std::shared_ptr<EmbeddingStep> embedding() const;
    Turn fail_to_embed(const Error& why);
    void commit(std::vector<Chunk> chunks);
    void set_waiting_on(std::optional<progress::WaitingOn> reason);

    const Rooms rooms_;
    const DocumentContext context_;
    const catalog::DocumentRecord record_;
    const Hooks hooks_;
    std::atomic<bool> is_cancelled_ = false;
    std::atomic<bool> waits_for_room_ = false;

    // the worker's
    Phase phase_ = Phase::fresh;
    index::OpenedDocument opened_;
    std::optional<index::StoredVersion> stored_;  // where there is a source
    std::unique_ptr<extract::ExtractStream> stream_;
    std::optional<ChildSpool> children_;        // once there is one
    std::uint64_t children_left_ = 0;           // nested too deep
    std::optional<extract::ExtractStep> last_;  // while children are handed over before it
    std::optional<chunk::Chunker> chunker_;
    std::optional<index::DocumentSummary> summary_;  // while its chunks are embedded
    enrich::LanguageTally languages_;
    struct WebhookFailures {
        std::uint64_t chunks = 0;
        std::string detail;  // of the last
    };
    std::map<std::string, WebhookFailures> failures_of_webhooks_;
    BlockCounts blocks_;
    std::uint64_t chunks_ = 0;  // made so far, in this try
    bool is_counted_ = false;   // in this run of the server
    bool is_left_out_ = false;  // deleted meanwhile: once it is discarded nothing of it counts
    DocumentFailure failed_try_;
    std::uint32_t failures_ = 0;  // of failed_try_'s code, in a row
    Deadline retry_at_{};
    catalog::DocumentOutcome outcome_;

    // read by any thread
    std::atomic<Status> stage_ = Status::extracting;
    std::atomic<double> part_read_ = 0;
    std::atomic<bool> is_container_ = false;
    std::atomic<std::uint64_t> chunked_ = 0, enriched_ = 0, embedded_ = 0, reused_ = 0,
                               indexed_ = 0;
    StageClock clock_;

    mutable std::mutex mutex_;
    Answers answers_;                                // guarded by mutex_
    std::optional<progress::WaitingOn> waiting_on_;  // guarded by mutex_
    std::shared_ptr<WebhookStep> webhooks_;          // guarded by mutex_; null: there are none
    std::vector<Chunk> enriched_chunks_;             // guarded by mutex_; webhooks are done with
    std::shared_ptr<EmbeddingStep> embedding_;       // guarded by mutex_; null: no vectors
};

}  // namespace ingestd::pipeline
