// How a document ends: what became of it in its collection, and what is said when it failed.
#include <utility>

#include <ingestd/base/log.hpp>
#include <ingestd/index/errc.hpp>

#include "disk_denial.hpp"
#include "document_run.hpp"

namespace ingestd::pipeline {
namespace {

constexpr log::Logger logger{"pipeline"};

// What a result says of a document that does not stand.
constexpr std::string_view superseded_warning =
    "An upload that was accepted later has brought this document: its version stands.";
constexpr std::string_view skipped_warning =
    "The collection has a document with this key already: on_same_key is skip, so it stays.";

}  // namespace

DocumentFailure collection_damaged(const Error& why) {
    return {.code = "collection_damaged", .detail = why.detail, .stage = Stage::index};
}

void take_standing(catalog::DocumentOutcome& outcome, index::Standing standing) {
    switch (standing) {
        case index::Standing::stands:
            return;
        case index::Standing::unchanged:
            outcome.is_unchanged = true;
            return;
        case index::Standing::superseded:
            outcome.is_superseded = true;
            outcome.warnings.emplace_back(superseded_warning);
            return;
        case index::Standing::skipped:
            outcome.is_skipped = true;
            outcome.warnings.emplace_back(skipped_warning);
            return;
    }
}

Turn DocumentRun::take_completed() {
    const auto answers = answered();
    if (!answers.completed) return {Turn::Next::parked};
    if (answers.commit_failed) return fail_to_index(*answers.commit_failed);
    if (!*answers.completed) return fail_to_index(answers.completed->error());
    const auto& placed = **answers.completed;
    outcome_.replaced = placed.replaced;
    take_standing(outcome_, placed.standing);
    return end(Status::completed);
}

Turn DocumentRun::end(Status status) {
    phase_ = Phase::ended;
    stop_webhooks();
    stop_embedding();
    stream_.reset();
    chunker_.reset();
    set_waiting_on(std::nullopt);
    // Not before: commits that were on their way have counted as they were answered.
    if (is_left_out_) indexed_ = embedded_ = reused_ = 0;
    outcome_.status = status;
    outcome_.chunks = indexed_;
    outcome_.embedded = embedded_;
    outcome_.reused = reused_;
    outcome_.times = clock_.times();
    stage_ = status;
    return {Turn::Next::ended, turn_cost};
}

// The document's rows go; what search had found of it for a while is found no longer.
Turn DocumentRun::fail(DocumentFailure failure) {
    outcome_.failure = std::move(failure);
    return discard();
}

Turn DocumentRun::discard() {
    stop_webhooks();
    stop_embedding();
    stream_.reset();
    if (opened_.row == 0 || phase_ == Phase::discarding)
        return end(outcome_.failure ? Status::failed : Status::completed);
    phase_ = Phase::discarding;
    context_.generation->discard_document(
        opened_.row,
        [self = shared_from_this()](Result<void> discarded) {
            // Left to the next start: it has not ended as long as its rows are there.
            if (!discarded && is_denied_by_disk(discarded.error())) return;
            if (!discarded) {
                logger.warn(
                    "discard_failed",
                    kv("upload", self->context_.upload),
                    kv("why", discarded.error().detail)
                );
            }
            {
                const std::lock_guard lock{self->mutex_};
                self->answers_.discarded = true;
            }
            self->hooks_.wake();
        }
    );
    return {Turn::Next::parked, turn_cost};
}

// What the disk denies is left to the next start, which goes on where the ledger ends: the index's
// own writer has waited for it, and gives up only when the server stops.
Turn DocumentRun::fail_to_index(const Error& why) {
    if (is_denied_by_disk(why)) return {Turn::Next::parked};
    if (stored_ && why.code == index::Errc::unknown_document) return leave_out();  // deleted
    if (why.code == index::Errc::damaged) return fail(collection_damaged(why));
    if (why.code == index::Errc::other_embedding)
        return fail({.code = "other_embedding", .detail = why.detail, .stage = Stage::embed});
    return fail({.code = "index_failed", .detail = why.detail, .stage = Stage::index});
}

Turn DocumentRun::fail_for(const std::exception& thrown) {
    logger.error(
        "document_threw",
        kv("upload", context_.upload),
        kv("document", record_.key),
        kv("what", thrown.what())
    );
    return fail(
        {.code = "internal", .detail = "The server failed on this document; its log tells more."}
    );
}

}  // namespace ingestd::pipeline
