// Chunks of one document on their way through the user's own enrichers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include <ingestd/document/chunk.hpp>
#include <ingestd/enrich/webhook.hpp>

#include "ordered_batches.hpp"

namespace ingestd::pipeline {

// Takes chunks in, gives them with what the webhooks say of them, in the same order. A chunk goes
// to one webhook after another; one that fails marks it.
//   thread  add() by one worker at a time; everything else any
class WebhookStep : public std::enable_shared_from_this<WebhookStep> {
public:
    //   pass_on  called on whatever thread a webhook answers on, or by add(); must not wait
    using PassOn = std::function<void(std::vector<Chunk>)>;

    // REQUIRES: `webhooks` are some, and outlive it
    WebhookStep(std::vector<enrich::Webhook*> webhooks, enrich::ChunkOrigin origin, PassOn pass_on);

    void add(std::vector<Chunk> chunks);

    // Nothing is passed on any more, and the webhooks are asked to leave off. How much text was on
    // its way.
    std::uint64_t stop();

    bool is_empty() const { return batches_.is_empty(); }
    // What a webhook waits for while chunks of ours are with it.
    std::optional<enrich::WebhookWaiting> waiting_on() const;

private:
    void ask(const BatchPointer& batch, std::size_t webhook);
    void take(
        const BatchPointer& batch,
        std::size_t webhook,
        Result<std::vector<enrich::Webhook::Finding>> findings
    );

    const std::vector<enrich::Webhook*> webhooks_;
    const enrich::ChunkOrigin origin_;
    std::stop_source stop_;
    OrderedBatches batches_;
};

}  // namespace ingestd::pipeline
