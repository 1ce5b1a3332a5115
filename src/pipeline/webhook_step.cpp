#include "webhook_step.hpp"

#include <utility>

namespace ingestd::pipeline {

WebhookStep::WebhookStep(
    std::vector<enrich::Webhook*> webhooks, enrich::ChunkOrigin origin, PassOn pass_on
)
    : webhooks_{std::move(webhooks)},
      origin_{std::move(origin)},
      batches_{
          [pass_on = std::move(pass_on)](PendingBatch done) { pass_on(std::move(done.chunks)); }} {}

void WebhookStep::add(std::vector<Chunk> chunks) {
    const auto batch = std::make_shared<PendingBatch>(PendingBatch{std::move(chunks)});
    if (batches_.add(batch)) ask(batch, 0);
}

void WebhookStep::ask(const BatchPointer& batch, std::size_t webhook) {
    webhooks_[webhook]->enrich(
        origin_,
        batch->chunks,
        stop_.get_token(),
        [self = shared_from_this(), batch, webhook](auto findings) {
            self->take(batch, webhook, std::move(findings));
        }
    );
}

void WebhookStep::take(
    const BatchPointer& batch,
    std::size_t webhook,
    Result<std::vector<enrich::Webhook::Finding>> findings
) {
    // The server ends: the next start goes on where the ledger does.
    if (!findings) return batches_.fail([] {});
    const std::string name{webhooks_[webhook]->name()};
    for (std::size_t i = 0; i < findings->size(); ++i) {
        auto& enrichment = batch->chunks[i].enrichment;
        auto& finding = (*findings)[i];
        if (!finding) {
            enrichment.failed.push_back({name, std::move(finding.error()).detail});
        } else if (!finding->empty()) {
            enrichment.added.push_back({name, std::move(*finding)});
        }
    }
    if (webhook + 1 < webhooks_.size()) return ask(batch, webhook + 1);
    batches_.finish(batch);
}

std::uint64_t WebhookStep::stop() {
    stop_.request_stop();
    return batches_.stop();
}

std::optional<enrich::WebhookWaiting> WebhookStep::waiting_on() const {
    if (is_empty()) return std::nullopt;
    for (const auto* webhook : webhooks_) {
        if (auto waiting = webhook->waiting_on()) return waiting;
    }
    return std::nullopt;
}

}  // namespace ingestd::pipeline
