// How a document's chunks pass the user's own enrichers on the way to the embedder.
#include <algorithm>
#include <iterator>
#include <utility>

#include "document_run.hpp"

namespace ingestd::pipeline {

void DocumentRun::begin_webhooks() {
    if (context_.webhooks.empty()) return;
    auto step = std::make_shared<WebhookStep>(
        context_.webhooks,
        enrich::ChunkOrigin{
            .collection = context_.collection,
            .document = document_id(context_.collection, opened_.key),
            .filename = record_.filename,
            .metadata = record_.metadata},
        [weak = weak_from_this()](std::vector<Chunk> chunks) {
            const auto self = weak.lock();
            if (!self) return;
            self->enriched_ += chunks.size();
            {
                const std::lock_guard lock{self->mutex_};
                std::ranges::move(chunks, std::back_inserter(self->enriched_chunks_));
            }
            self->hooks_.changed();
            self->hooks_.wake();
        }
    );
    enriched_ = opened_.chunks;
    failures_of_webhooks_.clear();
    const std::lock_guard lock{mutex_};
    webhooks_ = std::move(step);
}

// What was on its way is read again, should there be another try.
void DocumentRun::stop_webhooks() {
    std::shared_ptr<WebhookStep> step;
    {
        const std::lock_guard lock{mutex_};
        step = std::exchange(webhooks_, nullptr);
    }
    if (!step) return;
    const auto bytes = step->stop();
    const std::lock_guard lock{mutex_};
    answers_.bytes_in_flight -= bytes + text_bytes(std::exchange(enriched_chunks_, {}));
}

std::shared_ptr<WebhookStep> DocumentRun::webhooks() const {
    const std::lock_guard lock{mutex_};
    return webhooks_;
}

// By a worker, because the next stage looks into the collection. False: some are still with a
// webhook.
bool DocumentRun::pass_enriched() {
    const auto step = webhooks();
    const bool is_over = !step || step->is_empty();  // asked first: what it ends with is passed on
    std::vector<Chunk> chunks;
    {
        const std::lock_guard lock{mutex_};
        chunks.swap(enriched_chunks_);
    }
    for (const auto& chunk : chunks) {
        for (const auto& [enricher, detail] : chunk.enrichment.failed) {
            auto& failures = failures_of_webhooks_[enricher];
            ++failures.chunks;
            failures.detail = detail;
        }
    }
    if (!chunks.empty()) embed_or_commit(std::move(chunks));
    return is_over;
}

// Of this run of the server: chunks that one before it had marked are not counted.
void DocumentRun::warn_of_webhooks(std::vector<std::string>& warnings) {
    for (const auto& [enricher, failures] : failures_of_webhooks_) {
        warnings.push_back(
            "The enricher " + enricher + " did not do its work on " +
            std::to_string(failures.chunks) + (failures.chunks == 1 ? " chunk: " : " chunks: ") +
            failures.detail
        );
    }
    outcome_.warnings = warnings;
}

}  // namespace ingestd::pipeline
